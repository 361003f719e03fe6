import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A person who has logged in, on one device. Of the tokens only the hash is kept. */
@Entity('sessions')
export class SessionEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', primaryKeyConstraintName: 'sessions_pkey' })
  id!: number;

  @Index('sessions_agent')
  @Column({ name: 'agent_id', type: 'bigint' })
  agentId!: number;

  @Index('sessions_token_unique', { unique: true })
  @Column({ name: 'token_hash', type: 'bytea' })
  tokenHash!: Buffer;

  /** Of the value that every change made with the session must bring along. */
  @Column({ name: 'csrf_hash', type: 'bytea' })
  csrfHash!: Buffer;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  /** At most a minute late. */
  @Column({ name: 'last_seen_at', type: 'timestamptz', precision: 3 })
  lastSeenAt!: Date;

  /** Where it was begun from. */
  @Column({ type: 'text', nullable: true })
  ip!: string | null;

  @Column({ name: 'user_agent', type: 'text', nullable: true })
  userAgent!: string | null;
}
