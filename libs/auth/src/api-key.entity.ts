import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** An agent's key pair: the public half as it is, of the secret half only the hash. */
@Entity('api_keys')
export class ApiKeyEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', primaryKeyConstraintName: 'api_keys_pkey' })
  id!: number;

  @Index('api_keys_agent_unique', { unique: true })
  @Column({ name: 'agent_id', type: 'bigint' })
  agentId!: number;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ name: 'last_used_at', type: 'timestamptz', precision: 3, nullable: true })
  lastUsedAt!: Date | null;

  @Index('api_keys_key_unique', { unique: true })
  @Column({ type: 'text' })
  key!: string;

  @Column({ name: 'secret_hash', type: 'bytea' })
  secretHash!: Buffer;
}
