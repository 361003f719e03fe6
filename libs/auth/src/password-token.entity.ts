import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A set-password link that was sent. Only the hash of its token is stored. */
@Entity('password_tokens')
export class PasswordTokenEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', primaryKeyConstraintName: 'password_tokens_pkey' })
  id!: number;

  @Index('password_tokens_agent')
  @Column({ name: 'agent_id', type: 'bigint' })
  agentId!: number;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Index('password_tokens_expiry')
  @Column({ name: 'expires_at', type: 'timestamptz', precision: 3 })
  expiresAt!: Date;

  @Index('password_tokens_hash_unique', { unique: true })
  @Column({ name: 'token_hash', type: 'bytea' })
  tokenHash!: Buffer;
}
