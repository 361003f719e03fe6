import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What an agent has to do, as the program says that assigns conversations. */
@Entity('agent_workloads')
export class AgentWorkloadEntity {
  @PrimaryColumn({ name: 'agent_id', type: 'bigint', primaryKeyConstraintName: 'agent_workloads_pkey' })
  agentId!: number;

  /** How many conversations the agent has at the moment, of all its teams. */
  @Column({ name: 'assigned_conversations', type: 'integer' })
  assignedConversations!: number;

  /** When the number rose last; null if it never did. */
  @Column({ name: 'last_assigned_at', type: 'timestamptz', precision: 3, nullable: true })
  lastAssignedAt!: Date | null;
}
