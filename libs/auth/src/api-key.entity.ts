import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A pair has a public half beside its secret; a bearer token is a secret alone. */
export type ApiKeyKind = 'pair' | 'bearer';

/** What an agent's programs show to be let in. Of secrets only the hash is kept. An agent has at most one of each kind. */
@Entity('api_keys')
@Index('api_keys_agent_unique', ['agentId', 'kind'], { unique: true })
export class ApiKeyEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', primaryKeyConstraintName: 'api_keys_pkey' })
  id!: number;

  @Column({ name: 'agent_id', type: 'bigint' })
  agentId!: number;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ name: 'last_used_at', type: 'timestamptz', precision: 3, nullable: true })
  lastUsedAt!: Date | null;

  @Index('api_keys_key_unique', { unique: true })
  @Column({ type: 'text', nullable: true })
  key!: string | null;

  /** The default is for processes of the version before, which know pairs alone. */
  @Column({ type: 'text', default: 'pair' })
  kind!: ApiKeyKind;

  @Index('api_keys_token_unique', { unique: true, where: "(kind = 'bearer'::text)" })
  @Column({ name: 'secret_hash', type: 'bytea' })
  secretHash!: Buffer;
}
