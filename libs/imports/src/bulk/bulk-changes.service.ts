import { Inject, Injectable } from '@nestjs/common';
import { AgentBulk, AgentDirectory, type AgentFilter, type BulkChange } from '@rollcall/agents';
import type { Actor } from '@rollcall/auth';
import { CONFIG, type Config } from '@rollcall/config';
import { Transactions } from '@rollcall/database';
import { Jobs, newJobId } from '@rollcall/jobs';
import { Clock, DomainError, invalidField } from '@rollcall/kernel';

import type { BulkChangeEntity } from './bulk-change.entity.js';
import { type BulkResult, type BulkResultFilter, BulkChangesRepository } from './bulk-changes.repository.js';

/** How many agents one bulk change may have. */
export const MAX_BULK_AGENTS = 10_000;

/** Which agents a bulk change is for: those with these ids, or all that a list shows now. */
export type BulkTarget = { readonly ids: readonly number[] } | { readonly filter: AgentFilter };

const LISTED = 100;
const DAY_MS = 86_400_000;

/** Takes changes of many agents, which the worker makes one after the other, and tells how far that is. */
@Injectable()
export class BulkChanges {
  private readonly keptMs: number;

  constructor(
    private readonly transactions: Transactions,
    private readonly changes: BulkChangesRepository,
    private readonly directory: AgentDirectory,
    private readonly bulk: AgentBulk,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    @Inject(CONFIG) config: Config,
  ) {
    this.keptMs = config.imports.keptDays * DAY_MS;
  }

  /**
   * Stores a change with the ids of its agents as they are now, and has the worker make it.
   * @throws DomainError `invalid_input` for an unknown role or team, a filter without a criterion, and for no or too many agents
   */
  async start(actor: Actor, target: BulkTarget, change: BulkChange): Promise<BulkChangeEntity> {
    const ids = 'ids' in target ? [...new Set(target.ids)] : await this.matching(target.filter);
    return this.transactions.run(async (tx) => {
      await this.bulk.assertKnown(tx, change);
      const { agentId, keyId, ip, requestId } = actor;
      const jobId = newJobId();
      const begun = await this.changes.insert(
        tx.manager,
        { change, agentId, keyId, ip, requestId, jobId, createdAt: tx.now },
        ids.toSorted((a, b) => a - b),
      );
      await this.jobs.enqueue(tx, 'agents-bulk-change', { bulkChangeId: begun.id }, jobId);
      return begun;
    });
  }

  /** @throws DomainError `bulk_change_not_found` */
  async get(id: number): Promise<BulkChangeEntity> {
    return (await this.changes.find(this.transactions.reader, id)) ?? notFound(id);
  }

  /** The newest hundred, newest first. */
  async list(): Promise<BulkChangeEntity[]> {
    return this.changes.list(this.transactions.reader, LISTED);
  }

  /** Agents of a change in the order of their ids. @throws DomainError `bulk_change_not_found` */
  async results(id: number, filter: BulkResultFilter): Promise<BulkResult[]> {
    await this.get(id);
    return this.changes.results(this.transactions.reader, id, filter);
  }

  /**
   * Ends a change. Agents that were changed stay so; a batch under way is finished first.
   * @throws DomainError `bulk_change_not_found`, `bulk_change_ended`
   */
  async cancel(id: number): Promise<BulkChangeEntity> {
    return this.transactions.run(async ({ manager, now }) => {
      const ended = await this.changes.end(manager, id, { status: 'cancelled', problem: null, endedAt: now });
      const found = (await this.changes.find(manager, id)) ?? notFound(id);
      if (!ended)
        throw new DomainError('bulk_change_ended', `Bulk change ${id} has ended already; it is ${found.status}`);
      return found;
    });
  }

  /** Removes changes with their agents once they were kept for as long as the configuration says. */
  async sweep(): Promise<void> {
    const time = new Date(this.clock.now().getTime() - this.keptMs);
    await this.changes.deleteEndedBefore(this.transactions.reader, time);
  }

  private async matching(filter: AgentFilter): Promise<readonly number[]> {
    if (Object.keys(filter).length === 0)
      throw invalidField(
        'filter',
        'filter must have at least one criterion, so that nobody changes all agents by mistake',
      );
    const ids = await this.directory.ids(filter, MAX_BULK_AGENTS + 1);
    if (ids.length === 0) throw invalidField('filter', 'filter matches no agent');
    if (ids.length > MAX_BULK_AGENTS)
      throw invalidField(
        'filter',
        `filter matches more than ${MAX_BULK_AGENTS} agents; narrow it and send several changes`,
      );
    return ids;
  }
}

function notFound(id: number): never {
  throw new DomainError('bulk_change_not_found', `There is no bulk change ${id}`);
}
