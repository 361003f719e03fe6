import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** What a link is for. */
export type TokenPurpose = 'set_password' | 'sign_in';

/** A link that was given to an agent. Only the hash of its token is stored. */
@Entity('password_tokens')
export class PasswordTokenEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', primaryKeyConstraintName: 'password_tokens_pkey' })
  id!: number;

  @Index('password_tokens_agent')
  @Column({ name: 'agent_id', type: 'bigint' })
  agentId!: number;

  /** The default is for processes of a version that knows only links to set a password. */
  @Column({ type: 'text', default: 'set_password' })
  purpose!: TokenPurpose;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Index('password_tokens_expiry')
  @Column({ name: 'expires_at', type: 'timestamptz', precision: 3 })
  expiresAt!: Date;

  @Index('password_tokens_hash_unique', { unique: true })
  @Column({ name: 'token_hash', type: 'bytea' })
  tokenHash!: Buffer;
}
