import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The answer to a request that carried an `Idempotency-Key`. Only who sends the same key and credentials can read it. */
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
