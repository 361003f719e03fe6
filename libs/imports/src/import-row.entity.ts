import type { ListedAgent } from '@rollcall/agents';
import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

export const ROW_OUTCOMES = ['created', 'updated', 'skipped', 'failed'] as const;

export const ROW_STATUSES = ['pending', ...ROW_OUTCOMES] as const;
export type RowStatus = (typeof ROW_STATUSES)[number];

/** A row of a file that is brought in. */
@Entity('import_rows')
@Check('import_rows_status_known', `status IN (${ROW_STATUSES.map((status) => `'${status}'`).join(', ')})`)
export class ImportRowEntity {
  @PrimaryColumn({ name: 'import_id', type: 'bigint', primaryKeyConstraintName: 'import_rows_pkey' })
  importId!: number;

  /** As spreadsheets count: the header is row 1. */
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'import_rows_pkey' })
  number!: number;

  /** As they were in the file. */
  @Column({ type: 'jsonb' })
  cells!: readonly string[];

  /** What the cells say; null when they break the rules of a field. */
  @Column({ type: 'jsonb', nullable: true })
  agent!: ListedAgent | null;

  /** The key of its mailbox, by which a trial run finds the second one of two. */
  @Column({ name: 'email_key', type: 'text', nullable: true })
  emailKey!: string | null;

  @Column({ type: 'text' })
  status!: RowStatus;

  /** The column that is wrong; null when the row as a whole is. */
  @Column({ name: 'wrong_column', type: 'text', nullable: true })
  column!: string | null;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  /** The agent that was created or changed. */
  @Column({ name: 'agent_id', type: 'bigint', nullable: true })
  agentId!: number | null;
}
