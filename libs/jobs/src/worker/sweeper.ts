import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import { isRequestedJobName, jobNamed } from '../catalogue.js';
import { JobQueues } from '../job-queues.js';
import { type DueJob, OutboxRepository } from '../outbox.repository.js';

const BATCH = 100;

/** The shortest and the longest time between two sweeps of the outbox. */
const POLL_MS = 2_000;
const MIN_PAUSE_MS = 100;

/**
 * Puts promised jobs on their queues when the process that promised them could not, and again when the queue lost
 * them. Several sweepers may run at once: each passes over the rows that another holds.
 */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(Sweeper.name);
  private timer: NodeJS.Timeout | undefined;
  private dueAt = Infinity;
  private sweeping: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly outbox: OutboxRepository,
    private readonly queues: JobQueues,
  ) {}

  onApplicationBootstrap(): void {
    this.sweepIn(0);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.sweeping;
  }

  /**
   * Puts at most one batch of due jobs on their queues, and returns how many rows it has handled. A job that could
   * not be put there is due again in ten seconds. A job that this version does not know is left to a version that
   * does.
   * @throws Error when there were jobs to put on a queue and none was taken
   */
  async sweep(): Promise<number> {
    const due = await this.outbox.takeDue(BATCH);
    const added = await Promise.allSettled(due.map((job) => this.add(job)));
    const done = due.filter((_job, index) => added[index]?.status === 'fulfilled');
    const failure = added.find((result) => result.status === 'rejected');
    if (failure && done.length === 0) throw failure.reason;
    if (done.length > 0) await this.outbox.scheduleRecheck(done.map(({ id }) => id));
    return done.length;
  }

  /** Sweeps at once, instead of when the next row comes due. */
  sweepSoon(): void {
    this.sweepIn(0);
  }

  private async add({ id, name }: DueJob): Promise<void> {
    const job = jobNamed(name);
    if (job && isRequestedJobName(job)) await this.queues.add(id, job);
    else this.logger.warn({ id, job: name }, 'A promised job is unknown to this version; it is left to another');
  }

  private sweepIn(ms: number): void {
    const dueAt = performance.now() + ms;
    if (this.stopped || this.dueAt <= dueAt) return;
    clearTimeout(this.timer);
    this.dueAt = dueAt;
    this.timer = setTimeout(() => {
      this.dueAt = Infinity;
      this.sweeping = this.sweeping.then(() => this.sweepAndGoOn());
    }, ms);
  }

  private async sweepAndGoOn(): Promise<void> {
    try {
      const count = await this.sweep();
      this.sweepIn(count === BATCH ? 0 : await this.outbox.msUntilDue(MIN_PAUSE_MS, POLL_MS));
    } catch (error) {
      this.logger.warn({ err: error }, 'The outbox could not be swept; it is tried again');
      this.sweepIn(POLL_MS);
    }
  }
}
