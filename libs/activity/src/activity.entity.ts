import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** Everything that leaves an entry in the activity log. */
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
] as const;

export type ActivityType = (typeof ACTIVITY_TYPES)[number];

export type ActivityTarget = 'agent' | 'team' | 'role';

/** One entry of the activity log; entries are only ever added. */
@Entity('activity_log')
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

  @Column({ name: 'target_model_type', type: 'text' })
  targetType!: ActivityTarget;

  @Column({ name: 'target_model_id', type: 'bigint' })
  targetId!: number;

  @Column({ type: 'text', nullable: true })
  ip!: string | null;
}
