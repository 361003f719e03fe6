import type { OnExisting } from '@rollcall/agents';
import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

import { AgentWork, WORK_STATUSES } from './work/agent-work.entity.js';

/** A file of agents that is brought in, and how far that is. At most one import is waiting or running. */
@Entity('agent_imports')
@Check('agent_imports_status_known', `status IN (${WORK_STATUSES.map((status) => `'${status}'`).join(', ')})`)
@Index('agent_imports_one_at_a_time', { synchronize: false })
@Index('agent_imports_ended', ['endedAt'])
export class AgentImportEntity extends AgentWork {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', primaryKeyConstraintName: 'agent_imports_pkey' })
  override id!: number;

  @Column({ name: 'dry_run', type: 'boolean' })
  dryRun!: boolean;

  @Column({ name: 'on_existing', type: 'text' })
  onExisting!: OnExisting;

  @Column({ name: 'send_welcome_email', type: 'boolean' })
  sendWelcomeEmail!: boolean;

  /** The header of the file. */
  @Column({ type: 'jsonb' })
  header!: readonly string[];

  @Column({ type: 'integer', default: 0 })
  created!: number;

  @Column({ type: 'integer', default: 0 })
  updated!: number;

  @Column({ type: 'integer', default: 0 })
  skipped!: number;
}
