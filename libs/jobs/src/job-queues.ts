import { setTimeout } from 'node:timers/promises';

import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '@rollcall/config';
import { assertNoTransaction } from '@rollcall/database';
import { inSpan } from '@rollcall/observability';

import {
  JOB_CATALOGUE,
  type JobName,
  QUEUE_NAMES,
  type QueueName,
  type RequestedJob,
  type RequestedJobName,
  type ScheduledJobName,
} from './catalogue.js';
import { type BackendQueue, createQueueBackend, type QueueBackend } from './queue-backend.js';
import { jobSpan } from './job-span.js';
import { warnSparingly } from './warn-sparingly.js';

const COMMAND_TIMEOUT_MS = 5_000;

/**
 * The wait doubles with each attempt, less a random part of up to half, so that jobs that failed together spread out.
 */
const JITTER = 0.5;

/** The BullMQ queues as producers see them. Each is opened at its first use, and opened again if that fails. */
@Injectable()
export class JobQueues implements OnApplicationShutdown {
  private readonly warnOfQueue = warnSparingly(new Logger(JobQueues.name), 'The queue is not reachable');
  private readonly backend: QueueBackend;
  private readonly queues = new Map<QueueName, Promise<BackendQueue>>();

  constructor(@Inject(CONFIG) config: Config) {
    this.backend = createQueueBackend(config.queue);
  }

  /** Puts a promised job on its queue; one that is there already is left as it is. Rejects when the queue is away. */
  async add(id: string, name: RequestedJobName): Promise<void> {
    const job: RequestedJob = JOB_CATALOGUE[name];
    await inSpan(`enqueue ${name}`, jobSpan(name, id, 'send'), () =>
      this.whileReachable(async () =>
        (await this.queueOf(name)).add(
          name,
          {},
          {
            jobId: id,
            ...(job.priority === undefined ? {} : { priority: job.priority }),
            attempts: job.attempts,
            backoff: { type: 'exponential', delay: job.backoffMs, jitter: JITTER },
            removeOnComplete: true,
            removeOnFail: true,
          },
        ),
      ),
    );
  }

  /** Makes the schedule of a job known, once for all workers, from now on. Rejects when the queue is away. */
  async schedule(name: ScheduledJobName): Promise<void> {
    const { everyMs } = JOB_CATALOGUE[name];
    await this.whileReachable(async () =>
      (await this.queueOf(name)).upsertJobScheduler(
        name,
        { every: everyMs },
        { name, data: {}, opts: { removeOnComplete: true, removeOnFail: true } },
      ),
    );
  }

  /** When a scheduled job is to run next, or was to run; null when its schedule is not known. Rejects when the queue is away. */
  async nextRun(name: ScheduledJobName): Promise<Date | null> {
    const scheduler = await this.whileReachable(async () => (await this.queueOf(name)).getJobScheduler(name));
    return scheduler?.next === undefined ? null : new Date(scheduler.next);
  }

  /** Rejects when the queues can't be reached. */
  async ping(): Promise<void> {
    await this.whileReachable(() =>
      Promise.all(QUEUE_NAMES.map(async (name) => (await this.open(name)).getJobCounts('waiting'))),
    );
  }

  async onApplicationShutdown(): Promise<void> {
    const opened = await Promise.allSettled(this.queues.values());
    for (const queue of opened) if (queue.status === 'fulfilled') await queue.value.close();
    await this.backend.close();
  }

  /** BullMQ waits for a lost connection without end. A caller here must not wait, since the outbox keeps every job. */
  private async whileReachable<T>(command: () => Promise<T>): Promise<T> {
    assertNoTransaction('A queue is used');
    if (!this.backend.reachable()) throw new Error('The queue is not reachable');
    const timeout = new AbortController();
    return Promise.race([
      command(),
      setTimeout(COMMAND_TIMEOUT_MS, undefined, { signal: timeout.signal }).then(() => {
        throw new Error(`The queue did not answer within ${COMMAND_TIMEOUT_MS} ms`);
      }),
    ]).finally(() => {
      timeout.abort();
    });
  }

  private queueOf(name: JobName): Promise<BackendQueue> {
    return this.open(JOB_CATALOGUE[name].queue);
  }

  private open(name: QueueName): Promise<BackendQueue> {
    const known = this.queues.get(name);
    if (known) return known;
    const opening = this.ready(this.backend.queue(name, this.warnOfQueue)).catch((error: unknown) => {
      this.queues.delete(name);
      throw error;
    });
    this.queues.set(name, opening);
    return opening;
  }

  private async ready(queue: BackendQueue): Promise<BackendQueue> {
    try {
      await queue.waitUntilReady();
      return queue;
    } catch (error) {
      await queue.close();
      throw error;
    }
  }
}
