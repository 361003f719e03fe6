import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A pair has a public half beside its secret; a bearer token is a secret alone. */
export type ApiKeyKind = 'pair' | 'bearer';

export const API_KEY_KINDS: readonly ApiKeyKind[] = ['pair', 'bearer'];

/** The name of the key that the one-key calls of the contract manage. */
export const DEFAULT_KEY_NAME = 'default';

/**
 * The credentials of an agent's programs. Only the hash of a secret is stored. Each key of an agent has its own name.
 */
@Entity('api_keys')
@Index('api_keys_name_unique', ['agentId', 'name'], { unique: true })
export class ApiKeyEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', primaryKeyConstraintName: 'api_keys_pkey' })
  id!: number;

  @Column({ name: 'agent_id', type: 'bigint' })
  agentId!: number;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  /** The agent that made it; null for the first start, and for keys older than this column. */
  @Column({ name: 'created_by', type: 'bigint', nullable: true })
  createdBy!: number | null;

  @Column({ name: 'last_used_at', type: 'timestamptz', precision: 3, nullable: true })
  lastUsedAt!: Date | null;

  @Column({ type: 'text' })
  name!: string;

  /** The default is for processes of an older version, which makes only pairs. */
  @Column({ type: 'text', default: 'pair' })
  kind!: ApiKeyKind;

  /** The permissions that the key is limited to; null: all that its owner holds. */
  @Column({ type: 'text', array: true, nullable: true })
  scopes!: string[] | null;

  @Column({ name: 'expires_at', type: 'timestamptz', precision: 3, nullable: true })
  expiresAt!: Date | null;

  /** The address ranges that the key may be used from, in CIDR notation; null: all addresses. */
  @Column({ name: 'allowed_ips', type: 'text', array: true, nullable: true })
  allowedIps!: string[] | null;

  /** The public half of a pair. */
  @Index('api_keys_key_unique', { unique: true })
  @Column({ type: 'text', nullable: true })
  key!: string | null;

  @Index('api_keys_token_unique', { unique: true, where: "(kind = 'bearer'::text)" })
  @Column({ name: 'secret_hash', type: 'bytea' })
  secretHash!: Buffer;

  /** The hash from before the last rotation; it stays valid until {@link previousUntil}. */
  @Index('api_keys_previous_key_unique', { unique: true, where: '(previous_key IS NOT NULL)' })
  @Column({ name: 'previous_key', type: 'text', nullable: true })
  previousKey!: string | null;

  @Index('api_keys_previous_token_unique', {
    unique: true,
    where: "((kind = 'bearer'::text) AND (previous_secret_hash IS NOT NULL))",
  })
  @Column({ name: 'previous_secret_hash', type: 'bytea', nullable: true })
  previousSecretHash!: Buffer | null;

  @Column({ name: 'previous_until', type: 'timestamptz', precision: 3, nullable: true })
  previousUntil!: Date | null;
}
