import { Injectable } from '@nestjs/common';
import { AgentBulk } from '@rollcall/agents';
import type { Actor } from '@rollcall/auth';
import type { Transaction } from '@rollcall/database';
import { Jobs } from '@rollcall/jobs';

import { type WorkEnd, WorkRunner } from '../work/work-runner.js';
import type { BatchDone } from '../work/works.repository.js';
import type { BulkOutcome } from './bulk-change-agent.entity.js';
import type { BulkChangeEntity } from './bulk-change.entity.js';
import { BulkChangesRepository, type BulkResult } from './bulk-changes.repository.js';

/** How many agents are one transaction: they are changed one after the other. */
const AGENTS = 100;

/** Makes bulk changes, batch by batch, as {@link WorkRunner} does work. */
@Injectable()
export class BulkRunner {
  private readonly kind;

  constructor(
    private readonly works: BulkChangesRepository,
    private readonly bulk: AgentBulk,
    private readonly runner: WorkRunner,
    jobs: Jobs,
  ) {
    this.kind = {
      works,
      end: (tx: Transaction, id: number, end: WorkEnd) => works.end(tx.manager, id, { ...end, endedAt: tx.now }),
      promise: (tx: Transaction, bulkChangeId: number, jobId: string) =>
        jobs.enqueue(tx, 'agents-bulk-change', { bulkChangeId }, jobId),
      batch: (tx: Transaction, starter: Actor, change: BulkChangeEntity) => this.batch(tx, starter, change),
    };
  }

  /** Goes on with a change, as a job of it. */
  async run(bulkChangeId: number, jobId: string): Promise<void> {
    await this.runner.run(this.kind, bulkChangeId, jobId);
  }

  /** Ends a change that cannot go on. */
  async stop(bulkChangeId: number, problem: string): Promise<void> {
    await this.runner.stop(this.kind, bulkChangeId, problem);
  }

  private async batch(tx: Transaction, starter: Actor, work: BulkChangeEntity): Promise<BatchDone<BulkOutcome> | null> {
    const agents = await this.works.next(tx.manager, work, AGENTS);
    const last = agents.at(-1);
    if (!last) return null;
    const ids = agents.map(({ agentId }) => agentId);
    const refusals = await this.bulk.change(tx, starter, ids, work.change, ` by bulk change ${work.id}`);
    const results = agents.map((agent, index): BulkResult & { readonly status: BulkOutcome } => {
      const refusal = refusals[index];
      return { ...agent, status: refusal ? 'failed' : 'changed', reason: refusal?.message ?? null };
    });
    await this.works.recordResults(tx.manager, work.id, results);
    return { doneTo: last.number, outcomes: results.map(({ status }) => status) };
  }
}
