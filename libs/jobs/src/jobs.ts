import { Injectable } from '@nestjs/common';
import { SpanKind } from '@opentelemetry/api';
import type { Transaction } from '@rollcall/database';
import { inSpan } from '@rollcall/observability';

import type { JobPayload, RequestedJobName } from './catalogue.js';
import { JobQueues } from './job-queues.js';
import { type JobToPromise, OutboxRepository } from './outbox.repository.js';

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
    const promised = await inSpan(`promise ${name}`, { kind: SpanKind.PRODUCER }, () =>
      this.outbox.insert(tx.manager, tx.now, name, payload, id),
    );
    tx.afterCommit(() => this.queues.add(promised, name));
    return promised;
  }

  /**
   * Promises many jobs of one kind likewise. The worker's sweeper puts them on their queue, a hundred at a time: the process
   * that promises them has other things to do.
   */
  async enqueueMany<N extends RequestedJobName>(
    tx: Transaction,
    name: N,
    jobs: readonly JobToPromise<N>[],
  ): Promise<void> {
    if (jobs.length === 0) return;
    await inSpan(`promise ${name}`, { kind: SpanKind.PRODUCER }, () =>
      this.outbox.insertMany(tx.manager, tx.now, name, jobs),
    );
  }

  /** Takes promised jobs back: once the transaction commits, they do not begin any more. */
  async drop(tx: Transaction, ids: readonly string[]): Promise<void> {
    await this.outbox.delete(tx.manager, ids);
  }
}
