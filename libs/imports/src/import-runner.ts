import { Injectable } from '@nestjs/common';
import { AgentBatches, type BatchResult, whenExisting } from '@rollcall/agents';
import { ActingAgents, type Actor } from '@rollcall/auth';
import { type Transaction, together, Transactions } from '@rollcall/database';
import { Jobs, newJobId } from '@rollcall/jobs';
import { Clock, type DomainError, emailKey, type ErrorCode } from '@rollcall/kernel';

import type { AgentImportEntity } from './agent-import.entity.js';
import { ImportEnds } from './import-ends.js';
import { ImportsRepository, type PendingRow, type RowResult } from './imports.repository.js';

/**
 * How many rows are one transaction. Others who need the same mailbox, or want to change a role, wait for its end. Agents that
 * exist are changed one after the other, which takes longer.
 */
const ROWS = 500;
const ROWS_THAT_UPDATE = 100;

/** How long one job goes on before it hands over to the next, so that a worker that is to end does not wait for long. */
const JOB_MS = 3_000;

/** What is wrong with a row that a rule refused without naming a field. */
const COLUMNS: Partial<Readonly<Record<ErrorCode, string>>> = { email_taken: 'email', escalation_refused: 'roles' };

/** Rolls a trial back. */
class TrialOver extends Error {}

/**
 * Brings in the rows of imports, batch by batch. A batch is one transaction: its agents and what became of its rows are
 * committed together, so that a worker may be killed at any moment, and no row is left out or brought in twice.
 */
@Injectable()
export class ImportRunner {
  constructor(
    private readonly transactions: Transactions,
    private readonly imports: ImportsRepository,
    private readonly ends: ImportEnds,
    private readonly agents: AgentBatches,
    private readonly acting: ActingAgents,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  /**
   * Goes on with an import for a few seconds, and then promises the next job. A job that is not the import's any more does
   * nothing.
   */
  async run(importId: number, jobId: string): Promise<void> {
    const until = this.clock.now().getTime() + JOB_MS;
    while (await this.batch(importId, jobId, until));
  }

  /** Ends an import that cannot go on. */
  async stop(importId: number, problem: string): Promise<void> {
    await this.transactions.run((tx) => this.end(tx, importId, 'stopped', problem));
  }

  /** Whether the same job is to go on. */
  private async batch(importId: number, jobId: string, until: number): Promise<boolean> {
    return this.transactions.run(async (tx) => {
      const found = await this.imports.lockForJob(tx.manager, importId, jobId);
      if (!found) return false;
      const starter = await this.starterOf(tx, found);
      if ('problem' in starter) return this.end(tx, importId, 'stopped', starter.problem);
      const size = found.onExisting === 'update' ? ROWS_THAT_UPDATE : ROWS;
      const rows = await this.imports.nextPending(tx.manager, found, size);
      if (rows.length === 0) return this.end(tx, importId, 'done', null);
      const results = found.dryRun
        ? await this.tryOut(tx, starter, found, rows)
        : await this.write(tx, starter, found, rows);
      return this.record(tx, found, results, until);
    });
  }

  /** Who started the import, with what that agent may do now, or why that is not enough. */
  private async starterOf(
    tx: Transaction,
    { agentId, keyId, ip, requestId }: AgentImportEntity,
  ): Promise<Actor | { readonly problem: string }> {
    const held = await this.acting.find(tx.manager, { agentId, keyId }, tx.now);
    if (!held)
      return {
        problem: `Agent ${agentId}, who started it, was disabled or deleted, or the key of the request has ended`,
      };
    if (!held.permissions.has('users:manage'))
      return { problem: `Agent ${agentId}, who started it, lost the permission users:manage` };
    return { ...held, ip, requestId };
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

  private async record(
    tx: Transaction,
    found: AgentImportEntity,
    results: readonly RowResult[],
    until: number,
  ): Promise<boolean> {
    const count = (status: RowResult['status']) => results.filter((result) => result.status === status).length;
    const isOver = this.clock.now().getTime() >= until;
    const jobId = isOver ? newJobId() : found.jobId;
    await together([
      this.imports.recordResults(tx.manager, found.id, results),
      this.imports.update(tx.manager, found.id, {
        status: 'running',
        startedAt: found.startedAt ?? tx.now,
        doneTo: results.at(-1)?.number ?? found.doneTo,
        created: found.created + count('created'),
        updated: found.updated + count('updated'),
        skipped: found.skipped + count('skipped'),
        failed: found.failed + count('failed'),
        jobId,
      }),
      isOver && this.jobs.enqueue(tx, 'agents-import', { importId: found.id }, jobId),
    ]);
    return !isOver;
  }

  private async end(tx: Transaction, id: number, status: 'done' | 'stopped', problem: string | null): Promise<false> {
    await this.ends.end(tx, null, id, { status, problem });
    return false;
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
