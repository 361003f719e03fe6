import type { OnExisting } from '@rollcall/agents';
import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** `stopped` is an import that Rollcall ended before its last row, for the reason in `problem`. */
export const IMPORT_STATUSES = ['waiting', 'running', 'done', 'cancelled', 'stopped'] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

/** A file of agents that is brought in, and how far that is. At most one import is waiting or running. */
@Entity('agent_imports')
@Check('agent_imports_status_known', `status IN (${IMPORT_STATUSES.map((status) => `'${status}'`).join(', ')})`)
@Index('agent_imports_one_at_a_time', { synchronize: false })
export class AgentImportEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', primaryKeyConstraintName: 'agent_imports_pkey' })
  id!: number;

  @Column({ type: 'text' })
  status!: ImportStatus;

  /** Why the import was stopped. */
  @Column({ type: 'text', nullable: true })
  problem!: string | null;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ name: 'started_at', type: 'timestamptz', precision: 3, nullable: true })
  startedAt!: Date | null;

  @Index('agent_imports_ended')
  @Column({ name: 'ended_at', type: 'timestamptz', precision: 3, nullable: true })
  endedAt!: Date | null;

  /** The agent that started it. */
  @Column({ name: 'agent_id', type: 'bigint' })
  agentId!: number;

  /** The key that it was started with; null for a session. */
  @Column({ name: 'key_id', type: 'bigint', nullable: true })
  keyId!: number | null;

  @Column({ type: 'text', nullable: true })
  ip!: string | null;

  @Column({ name: 'request_id', type: 'text', nullable: true })
  requestId!: string | null;

  @Column({ name: 'dry_run', type: 'boolean' })
  dryRun!: boolean;

  @Column({ name: 'on_existing', type: 'text' })
  onExisting!: OnExisting;

  @Column({ name: 'send_welcome_email', type: 'boolean' })
  sendWelcomeEmail!: boolean;

  /** The header of the file. */
  @Column({ type: 'jsonb' })
  header!: readonly string[];

  /** The job that goes on with it. An earlier job that runs again finds another one here, and does nothing. */
  @Column({ name: 'job_id', type: 'uuid' })
  jobId!: string;

  /** The number of rows. */
  @Column({ type: 'integer', default: 0 })
  total!: number;

  /** The number of the last row that was worked on. */
  @Column({ name: 'done_to', type: 'integer', default: 0 })
  doneTo!: number;

  @Column({ type: 'integer', default: 0 })
  created!: number;

  @Column({ type: 'integer', default: 0 })
  updated!: number;

  @Column({ type: 'integer', default: 0 })
  skipped!: number;

  @Column({ type: 'integer', default: 0 })
  failed!: number;
}
