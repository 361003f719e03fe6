import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A login of a person on one device. Only the hashes of its tokens are stored. */
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

  /** The hash of the value that every change made with the session must send. */
  @Column({ name: 'csrf_hash', type: 'bytea' })
  csrfHash!: Buffer;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  /** At most a minute late. */
  @Column({ name: 'last_seen_at', type: 'timestamptz', precision: 3 })
  lastSeenAt!: Date;

  /** When the second factor was shown in it last; null if it never was. */
  @Column({ name: 'factor_at', type: 'timestamptz', precision: 3, nullable: true })
  factorAt!: Date | null;

  /** Whether an identity provider signed the person in. The default is for processes of an older version. */
  @Column({ name: 'by_provider', type: 'boolean', default: false })
  byProvider!: boolean;

  /** The address that the session was started from. */
  @Column({ type: 'text', nullable: true })
  ip!: string | null;

  @Column({ name: 'user_agent', type: 'text', nullable: true })
  userAgent!: string | null;
}
