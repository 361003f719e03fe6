import type { BulkChange } from '@rollcall/agents';
import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

import { AgentWork, WORK_STATUSES } from '../work/agent-work.entity.js';

/** One change of many agents, and how far it is. */
@Entity('bulk_changes')
@Check('bulk_changes_status_known', `status IN (${WORK_STATUSES.map((status) => `'${status}'`).join(', ')})`)
@Index('bulk_changes_ended', ['endedAt'])
export class BulkChangeEntity extends AgentWork {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', primaryKeyConstraintName: 'bulk_changes_pkey' })
  override id!: number;

  @Column({ type: 'jsonb' })
  change!: BulkChange;

  @Column({ type: 'integer', default: 0 })
  changed!: number;
}
