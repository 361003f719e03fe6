import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '@rollcall/config';
import { Transactions } from '@rollcall/database';
import pg from 'pg';

import { isRequestedJobName } from '../catalogue.js';
import { JobQueues } from '../job-queues.js';
import { type DueJob, GRACE_MS, OUTBOX_CHANNEL, OutboxRepository } from '../outbox.repository.js';

const BATCH = 100;

/** How often the outbox is swept at least, and at most while others are at work on it. */
const POLL_MS = 5_000;
const MIN_PAUSE_MS = 100;

/**
 * Puts promised jobs on their queues when the process that promised them could not, and again when the queue lost
 * them. Several may run at once: a row that one of them holds is passed over by the others.
 */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(Sweeper.name);
  private listener: pg.Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private dueAt = Infinity;
  private sweeping: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly transactions: Transactions,
    private readonly outbox: OutboxRepository,
    private readonly queues: JobQueues,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.listen();
    this.sweepIn(0);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.sweeping;
    await this.listener?.end();
  }

  /**
   * Puts due jobs on their queues, at most one batch, and returns how many rows it has dealt with. What could not be put
   * there stays due. A job that this version does not know is left to one that does.
   * @throws Error when there were jobs to put on a queue and none was taken
   */
  async sweep(): Promise<number> {
    return this.transactions.run(async ({ manager }) => {
      const due = await this.outbox.lockDue(manager, BATCH);
      const added = await Promise.allSettled(due.map((job) => this.add(job)));
      const done = due.filter((_job, index) => added[index]?.status === 'fulfilled');
      const failure = added.find((result) => result.status === 'rejected');
      if (failure && done.length === 0) throw failure.reason;
      if (done.length > 0)
        await this.outbox.scheduleRecheck(
          manager,
          done.map(({ id }) => id),
        );
      return done.length;
    });
  }

  private async add({ id, name }: DueJob): Promise<void> {
    if (isRequestedJobName(name)) await this.queues.add(id, name);
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
      if (!this.listener) await this.listen();
      const count = await this.sweep();
      this.sweepIn(count === BATCH ? 0 : await this.outbox.msUntilDue(MIN_PAUSE_MS, POLL_MS));
    } catch (error) {
      this.logger.warn({ err: error }, 'The outbox could not be swept; it is tried again');
      this.sweepIn(POLL_MS);
    }
  }

  /** Hears of new rows; they come due a moment later. A lost connection is opened again with the next sweep. */
  private async listen(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.config.database.url,
      application_name: 'rollcall-sweeper',
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    client.on('notification', () => {
      this.sweepIn(GRACE_MS + 10);
    });
    client.on('error', () => {
      if (this.listener === client) this.listener = undefined;
    });
    await client.connect();
    await client.query(`LISTEN ${OUTBOX_CHANNEL}`);
    this.listener = client;
  }
}
