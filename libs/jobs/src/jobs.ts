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
   * the commit; where that fails, the worker's sweeper does it. Returns the job's id.
   */
  async enqueue<N extends RequestedJobName>(tx: Transaction, name: N, payload: JobPayload<N>): Promise<string> {
    const id = await this.outbox.insert(tx.manager, tx.now, name, payload);
    tx.afterCommit(() => this.queues.add(id, name));
    return id;
  }

  /** Takes a promised job back: once the transaction commits, it does not begin any more. */
  async drop<N extends RequestedJobName>(tx: Transaction, name: N, payload: JobPayload<N>): Promise<void> {
    await this.outbox.delete(tx.manager, name, payload);
  }
}
