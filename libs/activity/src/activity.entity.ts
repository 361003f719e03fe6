import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** Everything that is recorded in the activity log. */
export const ACTIVITY_TYPES = [
  'agent_created',
  'agent_updated',
  'agent_deleted',
  'agent_enabled',
  'agent_disabled',
  'agent_online',
  'agent_away',
  'agent_away_reassigned',
  'agent_login',
  'agent_logout',
  'login_failed',
  'agent_password_set',
  'mfa_enrolled',
  'mfa_removed',
  'mfa_reset',
  'agent_role_permissions_changed',
  'api_key_created',
  'api_key_rotated',
  'api_key_revoked',
  'team_created',
  'team_updated',
  'team_deleted',
  'role_created',
  'role_updated',
  'role_deleted',
  'welcome_email_requested',
  'admin_reset',
  'billing_plan_created',
  'billing_plan_updated',
  'billing_plan_changed',
  'billing_cycle_restarted',
  'webhook_created',
  'webhook_updated',
  'webhook_deleted',
  'webhook_switched_off',
  'oidc_provider_created',
  'oidc_provider_updated',
  'oidc_provider_deleted',
  'job_retried',
] as const;

export type ActivityType = (typeof ACTIVITY_TYPES)[number];

/** What an entry can be about. */
export const ACTIVITY_TARGETS = ['agent', 'team', 'role', 'billing_plan', 'webhook', 'oidc_provider', 'job'] as const;

export type ActivityTarget = (typeof ACTIVITY_TARGETS)[number];

/** One entry of the activity log. Entries are only added, and each is sealed once. */
@Entity('activity_log')
@Index('activity_log_newest', ['createdAt', 'id'])
@Index('activity_log_type', ['type', 'createdAt', 'id'])
@Index('activity_log_actor', ['actorId', 'createdAt', 'id'])
@Index('activity_log_ip', ['ip', 'createdAt', 'id'])
@Index('activity_log_target', ['targetType', 'targetId', 'createdAt', 'id'])
@Index('activity_log_search', { synchronize: false })
@Index('activity_log_unsealed', ['id'], { where: '(chain_position IS NULL)' })
export class ActivityEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', primaryKeyConstraintName: 'activity_log_pkey' })
  id!: number;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ name: 'activity_type', type: 'text' })
  type!: ActivityType;

  @Column({ name: 'activity_description', type: 'text' })
  description!: string;

  /** Null when the system acted by itself. */
  @Column({ name: 'actor_id', type: 'bigint', nullable: true })
  actorId!: number | null;

  /** The key that the actor used; it may not exist any more. */
  @Column({ name: 'key_id', type: 'bigint', nullable: true })
  keyId!: number | null;

  @Column({ name: 'target_model_type', type: 'text' })
  targetType!: ActivityTarget;

  /** Null for a target that has no number. */
  @Column({ name: 'target_model_id', type: 'bigint', nullable: true })
  targetId!: number | null;

  /** Names a target that has no number. */
  @Index('activity_log_target_uuid', { where: '(target_model_uuid IS NOT NULL)' })
  @Column({ name: 'target_model_uuid', type: 'uuid', nullable: true })
  targetUuid!: string | null;

  @Column({ type: 'text', nullable: true })
  ip!: string | null;

  /** The id of the request, as in its answer and in the logs. */
  @Column({ name: 'request_id', type: 'text', nullable: true })
  requestId!: string | null;

  /** The changed fields; null for an entry without fields, and for entries that are older than this column. */
  @Column({ type: 'jsonb', nullable: true })
  changes!: object | null;

  /** Its place in the chain, from 1; null until it is sealed. */
  @Index('activity_log_position_unique', { unique: true, where: '(chain_position IS NOT NULL)' })
  @Column({ name: 'chain_position', type: 'bigint', nullable: true })
  chainPosition!: number | null;

  /** The hash of the entry and of the hash of the entry before it in the chain. */
  @Column({ name: 'chain_hash', type: 'bytea', nullable: true })
  chainHash!: Buffer | null;

  /** The last time, before this entry was sealed, at which every entry was sealed; null if there was no such time. */
  @Column({ name: 'sealed_after', type: 'timestamptz', precision: 3, nullable: true })
  sealedAfter!: Date | null;

  /** When it was sealed, by the clock of the database. */
  @Column({ name: 'sealed_at', type: 'timestamptz', precision: 3, nullable: true })
  sealedAt!: Date | null;
}
