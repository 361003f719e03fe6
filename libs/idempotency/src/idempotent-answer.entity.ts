import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The answer to a request with an `Idempotency-Key`. Only a caller with the same key and credentials can read it. */
@Entity('idempotent_answers')
export class IdempotentAnswerEntity {
  /** Derived from the credentials and the key. */
  @PrimaryColumn({ type: 'bytea', primaryKeyConstraintName: 'idempotent_answers_pkey' })
  id!: Buffer;

  @Index('idempotent_answers_age')
  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  /** Encrypted. */
  @Column({ type: 'bytea' })
  answer!: Buffer;
}
