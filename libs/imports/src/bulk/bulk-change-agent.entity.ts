import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

export const BULK_OUTCOMES = ['changed', 'failed'] as const;
export type BulkOutcome = (typeof BULK_OUTCOMES)[number];

export const BULK_AGENT_STATUSES = ['pending', ...BULK_OUTCOMES] as const;
export type BulkAgentStatus = (typeof BULK_AGENT_STATUSES)[number];

/** One agent of a bulk change. Which they are is fixed when the change is asked for. */
@Entity('bulk_change_agents')
@Check(
  'bulk_change_agents_status_known',
  `status IN (${BULK_AGENT_STATUSES.map((status) => `'${status}'`).join(', ')})`,
)
export class BulkChangeAgentEntity {
  @PrimaryColumn({ name: 'bulk_change_id', type: 'bigint', primaryKeyConstraintName: 'bulk_change_agents_pkey' })
  bulkChangeId!: number;

  /** From 1, in the order of the ids. */
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'bulk_change_agents_pkey' })
  number!: number;

  @Column({ name: 'agent_id', type: 'bigint' })
  agentId!: number;

  @Column({ type: 'text' })
  status!: BulkAgentStatus;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;
}
