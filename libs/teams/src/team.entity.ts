import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

export const ASSIGNMENT_TYPES = ['Round robin', 'Manual'] as const;
export type AssignmentType = (typeof ASSIGNMENT_TYPES)[number];

/** A group of agents that conversations are assigned to. */
@Entity('teams')
export class TeamEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', primaryKeyConstraintName: 'teams_pkey' })
  id!: number;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ name: 'updated_at', type: 'timestamptz', precision: 3 })
  updatedAt!: Date;

  @Column({ type: 'text' })
  name!: string;

  /** Equal for names that count as the same; see `nameKey`. */
  @Index('teams_name_unique', { unique: true })
  @Column({ name: 'name_key', type: 'text' })
  nameKey!: string;

  @Column({ type: 'text', nullable: true })
  emoji!: string | null;

  @Column({ name: 'conversation_assignment_type', type: 'text' })
  conversationAssignmentType!: AssignmentType;

  /** An IANA name. */
  @Column({ type: 'text', nullable: true })
  timezone!: string | null;

  @Column({ name: 'business_hours_id', type: 'bigint', nullable: true })
  businessHoursId!: number | null;

  @Column({ name: 'sla_policy_id', type: 'bigint', nullable: true })
  slaPolicyId!: number | null;

  @Column({ name: 'max_auto_assigned_conversations', type: 'integer' })
  maxAutoAssignedConversations!: number;
}
