import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A request of an identity provider with its answer. There are no secrets in it. */
@Entity('provisioning_requests')
@Index('provisioning_requests_kept', ['keyId', 'failed', 'id'])
export class ProvisioningRequestEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', primaryKeyConstraintName: 'provisioning_requests_pkey' })
  id!: number;

  @Index('provisioning_requests_age')
  @Column({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  /** Null when nobody was known by a key. */
  @Column({ name: 'key_id', type: 'bigint', nullable: true })
  keyId!: number | null;

  /** The agent that the request was made as. */
  @Column({ name: 'agent_id', type: 'bigint', nullable: true })
  agentId!: number | null;

  /** As in the log of the process. */
  @Column({ name: 'request_id', type: 'text' })
  requestId!: string;

  @Column({ type: 'text' })
  method!: string;

  /** With the query. */
  @Column({ type: 'text' })
  path!: string;

  /** JSON, shortened; null when there was none, or none that could be read. */
  @Column({ type: 'text', nullable: true })
  body!: string | null;

  /** Null when the provider hung up before it was answered. */
  @Column({ type: 'integer', nullable: true })
  status!: number | null;

  @Column({ type: 'boolean' })
  failed!: boolean;

  @Column({ name: 'scim_type', type: 'text', nullable: true })
  scimType!: string | null;

  /** What the answer says of the failure. */
  @Column({ type: 'text', nullable: true })
  detail!: string | null;

  /** The beginning of the body of the answer. */
  @Column({ type: 'text', nullable: true })
  answer!: string | null;

  @Column({ name: 'duration_ms', type: 'integer' })
  durationMs!: number;
}
