import { Injectable } from '@nestjs/common';
import { AgentBatches, type BatchResult, whenExisting } from '@rollcall/agents';
import type { Actor } from '@rollcall/auth';
import type { Transaction } from '@rollcall/database';
import { Jobs } from '@rollcall/jobs';
import { type DomainError, emailKey, type ErrorCode } from '@rollcall/kernel';

import type { AgentImportEntity } from './agent-import.entity.js';
import { ImportEnds } from './import-ends.js';
import { ImportsRepository, type PendingRow, type RowResult } from './imports.repository.js';
import { type WorkEnd, WorkRunner } from './work/work-runner.js';
import type { BatchDone } from './work/works.repository.js';

/**
 * How many rows are one transaction. Others who need the same mailbox, or want to change a role, wait for its end. Agents that
 * exist are changed one after the other, which takes longer.
 */
const ROWS = 500;
const ROWS_THAT_UPDATE = 100;

/** What is wrong with a row that a rule refused without naming a field. */
const COLUMNS: Partial<Readonly<Record<ErrorCode, string>>> = { email_taken: 'email', escalation_refused: 'roles' };

/** Rolls a trial back. */
class TrialOver extends Error {}

/** Brings in the rows of imports, batch by batch, as {@link WorkRunner} does work. */
@Injectable()
export class ImportRunner {
  private readonly kind;

  constructor(
    private readonly imports: ImportsRepository,
    private readonly ends: ImportEnds,
    private readonly agents: AgentBatches,
    private readonly runner: WorkRunner,
    jobs: Jobs,
  ) {
    this.kind = {
      works: imports,
      end: (tx: Transaction, id: number, end: WorkEnd) => this.ends.end(tx, null, id, end),
      promise: (tx: Transaction, importId: number, jobId: string) =>
        jobs.enqueue(tx, 'agents-import', { importId }, jobId),
      batch: (tx: Transaction, starter: Actor, found: AgentImportEntity) => this.batch(tx, starter, found),
    };
  }

  /** Goes on with an import, as a job of it. */
  async run(importId: number, jobId: string): Promise<void> {
    await this.runner.run(this.kind, importId, jobId);
  }

  /** Ends an import that cannot go on. */
  async stop(importId: number, problem: string): Promise<void> {
    await this.runner.stop(this.kind, importId, problem);
  }

  private async batch(
    tx: Transaction,
    starter: Actor,
    found: AgentImportEntity,
  ): Promise<BatchDone<RowResult['status']> | null> {
    const size = found.onExisting === 'update' ? ROWS_THAT_UPDATE : ROWS;
    const rows = await this.imports.nextPending(tx.manager, found, size);
    const last = rows.at(-1);
    if (!last) return null;
    const results = await (found.dryRun ? this.tryOut(tx, starter, found, rows) : this.write(tx, starter, found, rows));
    await this.imports.recordResults(tx.manager, found.id, results);
    return { doneTo: last.number, outcomes: results.map(({ status }) => status) };
  }

  private async write(
    tx: Transaction,
    starter: Actor,
    { id, onExisting, sendWelcomeEmail }: AgentImportEntity,
    rows: readonly PendingRow[],
  ): Promise<RowResult[]> {
    const options = { onExisting, sendWelcomeEmail, by: ` by import ${id}` };
    const results = await this.agents.write(
      tx,
      starter,
      rows.map(({ agent }) => agent),
      options,
    );
    return rows.map(({ number }, index) => rowResult(number, results[index]));
  }

  /** What would become of the rows. Rows of earlier batches are taken as written. */
  private async tryOut(
    tx: Transaction,
    starter: Actor,
    found: AgentImportEntity,
    rows: readonly PendingRow[],
  ): Promise<RowResult[]> {
    const keys = rows.map(({ agent }) => emailKey(agent.email));
    const earlier = await this.imports.createdKeys(tx.manager, found.id, keys);
    let results: readonly RowResult[] = [];
    await tx.manager
      .transaction(async (manager) => {
        results = await this.write({ ...tx, manager, afterCommit: () => undefined }, starter, found, rows);
        throw new TrialOver();
      })
      .catch((error: unknown) => {
        if (!(error instanceof TrialOver)) throw error;
      });
    return results.map((result, index) => {
      const exists = result.status === 'created' && earlier.has(keys[index] ?? '');
      return { ...(exists ? this.secondOfTwo(result.number, found, rows[index]) : result), agentId: null };
    });
  }

  private secondOfTwo(number: number, { onExisting }: AgentImportEntity, row: PendingRow | undefined): RowResult {
    if (row && onExisting !== 'update') return rowResult(number, whenExisting(row.agent, onExisting));
    return { number, status: 'updated', column: null, reason: null, agentId: null };
  }
}

function rowResult(number: number, result: BatchResult | undefined): RowResult {
  if (result?.outcome === 'failed') {
    const { code, message, fields } = result.error;
    return { number, status: 'failed', column: columnOf(code, fields), reason: message, agentId: null };
  }
  const agentId = result && 'agentId' in result ? result.agentId : null;
  return { number, status: result?.outcome ?? 'skipped', column: null, reason: null, agentId };
}

function columnOf(code: ErrorCode, [first]: DomainError['fields']): string | null {
  return first?.field.split('.')[0] ?? COLUMNS[code] ?? null;
}
