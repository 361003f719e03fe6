import { setTimeout } from 'node:timers/promises';

import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '@rollcall/config';

import {
  isJobName,
  isRequestedJob,
  JOB_CATALOGUE,
  type JobName,
  QUEUE_NAMES,
  type QueueName,
  type RequestedJobName,
} from './catalogue.js';
import { type BackendQueue, createQueueBackend, type QueueBackend } from './queue-backend.js';
import { warnSparingly } from './warn-sparingly.js';

const COMMAND_TIMEOUT_MS = 5_000;

/** Doubling with each attempt, less a random part of up to half, so that jobs that failed together spread out. */
const JITTER = 0.5;

/** The BullMQ queues as producers see them. */
@Injectable()
export class JobQueues implements OnApplicationShutdown {
  private readonly warnOfQueue = warnSparingly(new Logger(JobQueues.name), 'The queue is not reachable');
  private readonly backend: QueueBackend;
  private readonly queues: ReadonlyMap<QueueName, BackendQueue>;

  constructor(@Inject(CONFIG) config: Config) {
    this.backend = createQueueBackend(config.queue);
    this.queues = new Map(QUEUE_NAMES.map((name) => [name, this.open(name)]));
  }

  /** Puts a promised job on its queue; one that is there already is left as it is. Rejects when the queue is away. */
  async add(id: string, name: RequestedJobName): Promise<void> {
    const job = JOB_CATALOGUE[name];
    await this.whileReachable(() =>
      this.queueOf(name).add(
        name,
        {},
        {
          jobId: id,
          attempts: job.attempts,
          backoff: { type: 'exponential', delay: job.backoffMs, jitter: JITTER },
          removeOnComplete: true,
          removeOnFail: true,
        },
      ),
    );
  }

  /** Makes the schedules of the catalogue known, once for all workers. */
  async schedule(): Promise<void> {
    for (const [name, job] of Object.entries(JOB_CATALOGUE)) {
      if (!isJobName(name) || isRequestedJob(job)) continue;
      await this.queueOf(name).upsertJobScheduler(
        name,
        { every: job.everyMs },
        { name, data: {}, opts: { removeOnComplete: true, removeOnFail: true } },
      );
    }
  }

  /** Rejects when the queues can't be reached. */
  async ping(): Promise<void> {
    await this.whileReachable(() =>
      Promise.all([...this.queues.values()].map((queue) => queue.getJobCounts('waiting'))),
    );
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.queues.values()].map((queue) => queue.close()));
    await this.backend.close();
  }

  /** BullMQ waits for a lost connection without end; nobody here may, since the outbox keeps every job. */
  private async whileReachable(command: () => Promise<unknown>): Promise<void> {
    if (!this.backend.reachable()) throw new Error('The queue is not reachable');
    const timeout = new AbortController();
    await Promise.race([
      command(),
      setTimeout(COMMAND_TIMEOUT_MS, undefined, { signal: timeout.signal }).then(() => {
        throw new Error(`The queue did not answer within ${COMMAND_TIMEOUT_MS} ms`);
      }),
    ]).finally(() => {
      timeout.abort();
    });
  }

  private queueOf(name: JobName): BackendQueue {
    const queue = this.queues.get(JOB_CATALOGUE[name].queue);
    if (!queue) throw new Error(`The queue of the job ${name} is not open`);
    return queue;
  }

  private open(name: QueueName): BackendQueue {
    return this.backend.queue(name, this.warnOfQueue);
  }
}
