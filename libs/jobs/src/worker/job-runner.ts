import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { CONFIG, type Config } from '@rollcall/config';
import { inJobSpan, jobRuns, withLogFields } from '@rollcall/observability';
import { type Job, UnrecoverableError } from 'bullmq';

import {
  jobNamed,
  isRequestedJob,
  JOB_CATALOGUE,
  type JobName,
  type JobPayload,
  QUEUE_NAMES,
  type QueueName,
} from '../catalogue.js';
import { jobSpan } from '../job-span.js';
import { type ClaimedJob, OutboxRepository } from '../outbox.repository.js';
import { type BackendWorker, createQueueBackend, type QueueBackend } from '../queue-backend.js';
import { warnSparingly } from '../warn-sparingly.js';
import { JobConsumer } from './job-consumer.js';
import { type JobHandler, handlersByJob, PermanentFailure } from './job-handler.js';

/** How many jobs of one queue a worker runs at a time. Those that send webhooks wait for receivers, some of which are slow. */
const CONCURRENCY: Readonly<Record<QueueName, number>> = { mail: 8, agents: 8, billing: 8, stripe: 8, webhooks: 256 };

/** How long a worker waits after a failed look for a job. */
const RETRY_MS = 2_000;

/** When a worker has not reported for this long, another worker gets its job. */
const LOCK_MS = 15_000;
const STALLED_CHECK_MS = 5_000;

/** BullMQ must never drop a job by its own count of stalls: attempts are counted in the outbox. */
const MAX_STALLS = 1_000;

/** Takes jobs off the queues and has their handlers do them. */
@Injectable()
export class JobRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(JobRunner.name);
  private readonly warnOfQueue = warnSparingly(this.logger, 'The queue is not reachable');
  private backend: QueueBackend | undefined;
  private consumers: readonly JobConsumer[] = [];
  private handlers: ReadonlyMap<JobName, JobHandler<JobName>> = new Map();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly discovery: DiscoveryService,
    private readonly outbox: OutboxRepository,
  ) {}

  /** @throws Error when a job of the catalogue has no handler, or two */
  onApplicationBootstrap(): void {
    this.handlers = handlersByJob(this.discovery);
    const backend = createQueueBackend(this.config.queue);
    this.backend = backend;
    this.consumers = QUEUE_NAMES.map((name) => new JobConsumer(() => this.workerOf(backend, name), this.warnOfQueue));
  }

  /**
   * Takes no further job and waits for the running ones. It does not wait while the queue is away, because then it
   * would wait for the queue as well.
   */
  async beforeApplicationShutdown(): Promise<void> {
    const force = this.backend?.reachable() === false;
    const closed = this.consumers.map((consumer) => consumer.close(force));
    this.logger.log('No further job is taken');
    await Promise.all(closed);
    await this.backend?.close();
  }

  private workerOf(backend: QueueBackend, queue: QueueName): BackendWorker {
    return backend.worker(
      queue,
      (job) => this.run(job),
      {
        concurrency: CONCURRENCY[queue],
        lockDuration: LOCK_MS,
        stalledInterval: STALLED_CHECK_MS,
        maxStalledCount: MAX_STALLS,
        runRetryDelay: RETRY_MS,
      },
      this.warnOfQueue,
    );
  }

  private async run(job: Job): Promise<void> {
    const began = performance.now();
    const measure = (outcome: 'done' | 'retried' | 'failed') => {
      jobRuns.observe({ name: jobNamed(job.name) ?? 'unknown', outcome }, (performance.now() - began) / 1_000);
    };
    try {
      await this.dispatch(job);
      measure('done');
    } catch (error) {
      measure(error instanceof UnrecoverableError ? 'failed' : 'retried');
      this.logger.warn({ err: error, job: job.name, id: job.id }, 'A job failed');
      throw error;
    }
  }

  private async dispatch(job: Job): Promise<void> {
    const name = jobNamed(job.name);
    const handler = name && this.handlers.get(name);
    if (!handler) throw new UnrecoverableError(`No handler is known for the job ${job.name}`);
    if (!job.id) throw new UnrecoverableError(`A job ${name} has no id`);
    const definition = JOB_CATALOGUE[name];
    const run = { id: job.id, attempt: job.attemptsStarted };
    if (isRequestedJob(definition)) await this.runRequested(name, job.id, handler, definition.attempts);
    else await withLogFields({ job: name, job_id: job.id }, () => handler.handle({}, run));
  }

  /** The outbox row decides whether the job is still to be done and how often it was tried. */
  private async runRequested(
    name: JobName,
    id: string,
    handler: JobHandler<JobName>,
    maxAttempts: number,
  ): Promise<void> {
    const claimed = await this.outbox.claim(id);
    if (!claimed) return;
    const { traceparent, requestId } = claimed;
    await withLogFields({ request_id: requestId ?? undefined, job: name, job_id: id }, () =>
      inJobSpan(name, traceparent, jobSpan(name, id, 'process'), () =>
        this.runClaimed(id, claimed, handler, maxAttempts),
      ),
    );
  }

  private async runClaimed(
    id: string,
    claimed: ClaimedJob,
    handler: JobHandler<JobName>,
    maxAttempts: number,
  ): Promise<void> {
    try {
      if (claimed.attempt > maxAttempts) throw new Error('The worker died during the last attempt');
      await handler.handle(payloadOf(claimed), { id, attempt: claimed.attempt });
    } catch (error) {
      await this.failed(id, claimed, handler, maxAttempts, error instanceof Error ? error : new Error(String(error)));
    }
    await this.outbox.complete(id);
  }

  /** Always rejects: BullMQ then tries the job again, or gives it up. */
  private async failed(
    id: string,
    claimed: ClaimedJob,
    handler: JobHandler<JobName>,
    maxAttempts: number,
    error: Error,
  ): Promise<never> {
    if (claimed.attempt < maxAttempts && !(error instanceof PermanentFailure)) {
      await this.outbox.recordError(id, error.message);
      throw error;
    }
    this.logger.error({ job: claimed.name, id }, 'A job failed for good; see "npm run jobs -- list"');
    await handler.gaveUp?.(payloadOf(claimed), error.message);
    await this.outbox.giveUp(id, error.message);
    throw new UnrecoverableError(error.message);
  }
}

/** The payload was typed when it was promised, and the catalogue pairs it with the handler by name. */
function payloadOf(claimed: ClaimedJob): JobPayload<JobName> {
  return claimed.payload as JobPayload<JobName>;
}
