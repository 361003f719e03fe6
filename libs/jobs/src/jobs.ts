import { Injectable } from '@nestjs/common';
import type { Transaction } from '@rollcall/database';

import type { JobPayload, RequestedJobName } from './catalogue.js';
import { JobQueues } from './job-queues.js';
import { OutboxRepository } from './outbox.repository.js';

/** How the rest of the system asks for work to be done later. */
@Injectable()
export class Jobs {
  constructor(
    private readonly outbox: OutboxRepository,
    private readonly queues: JobQueues,
  ) {}

  /**
   * Promises a job: if and only if the transaction commits, it runs at least once. It is put on its queue right after
   * the commit; where that fails, the worker's sweeper does it. Returns the job's id, which is the one that
   * was given, if any.
   */
  async enqueue<N extends RequestedJobName>(
    tx: Transaction,
    name: N,
    payload: JobPayload<N>,
    id?: string,
  ): Promise<string> {
    const promised = await this.outbox.insert(tx.manager, tx.now, name, payload, id);
    tx.afterCommit(() => this.queues.add(promised, name));
    return promised;
  }

  /** Takes promised jobs back: once the transaction commits, they do not begin any more. */
  async drop(tx: Transaction, ids: readonly string[]): Promise<void> {
    await this.outbox.delete(tx.manager, ids);
  }
}
