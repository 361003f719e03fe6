import { Injectable } from '@nestjs/common';
import { Clock, DomainError } from '@rollcall/kernel';
import { DataSource, type EntityManager, IsNull, Not } from 'typeorm';

import { namesOfQueue, QUEUE_NAMES, type QueueName, queueOf } from './catalogue.js';
import { JobOutboxEntity } from './job-outbox.entity.js';

/** `waiting`: for its turn, or for another attempt. `failed`: for good, until somebody retries it. */
export const JOB_STATES = ['waiting', 'running', 'failed'] as const;

export type JobState = (typeof JOB_STATES)[number];

/** What each state means in the table. */
const STATE_SQL: Readonly<Record<JobState, string>> = {
  waiting: '(job.failed_at IS NULL AND job.started_at IS NULL)',
  running: '(job.failed_at IS NULL AND job.started_at IS NOT NULL)',
  failed: 'job.failed_at IS NOT NULL',
};

/** Which jobs to list: those of this state and queue, before the one with this id. */
export interface JobFilter {
  readonly state: JobState | null;
  readonly queue: QueueName | null;
  readonly before: string | null;
  readonly limit: number;
}

/** What a queue has to do. */
export interface QueueState extends Readonly<Record<JobState, number>> {
  readonly queue: QueueName;
  /** When the oldest job was promised that waits or runs; null when there is none. */
  readonly oldestAt: Date | null;
}

/** A job that is done again. */
export type RetriedJob = Pick<JobOutboxEntity, 'id' | 'name'>;

/**
 * The jobs that were promised and are not done yet, on whichever backend their queues are, for those who look after an installation.
 * Jobs that run on a schedule are promised by nobody and are not among them.
 */
@Injectable()
export class PromisedJobs {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** The newest first. */
  async list({ state, queue, before, limit }: JobFilter): Promise<JobOutboxEntity[]> {
    const query = this.dataSource.manager
      .createQueryBuilder(JobOutboxEntity, 'job')
      .orderBy('job.id', 'DESC')
      .limit(limit);
    if (state !== null) query.andWhere(STATE_SQL[state]);
    if (queue !== null) query.andWhere('job.name IN (:...names)', { names: namesOfQueue(queue) });
    if (before !== null) query.andWhere('job.id < :before', { before });
    return query.getMany();
  }

  /** Every queue, also one that has nothing to do. Jobs that this version does not know are in none. */
  async queues(): Promise<QueueState[]> {
    const counts = JOB_STATES.map((state) => `count(*) FILTER (WHERE ${STATE_SQL[state]}) AS ${state}`).join(', ');
    const rows: (Record<JobState, number> & { name: string; oldestAt: Date | null })[] = await this.dataSource.query(
      `SELECT name, ${counts}, min(created_at) FILTER (WHERE failed_at IS NULL) AS "oldestAt" FROM job_outbox job GROUP BY name`,
    );
    return QUEUE_NAMES.map((queue) => {
      const own = rows.filter(({ name }) => queueOf(name) === queue);
      const sum = (state: JobState) => own.reduce((total, row) => total + row[state], 0);
      const times = own.flatMap(({ oldestAt }) => oldestAt?.getTime() ?? []);
      const oldestAt = times.length > 0 ? new Date(Math.min(...times)) : null;
      return { queue, waiting: sum('waiting'), running: sum('running'), failed: sum('failed'), oldestAt };
    });
  }

  /** The jobs that failed for good, oldest first. */
  async listFailed(): Promise<JobOutboxEntity[]> {
    return this.dataSource.manager.find(JobOutboxEntity, {
      where: { failedAt: Not(IsNull()) },
      order: { failedAt: 'ASC' },
    });
  }

  /** Gives one failed job the full number of attempts again, and returns it. @throws DomainError `job_not_found` */
  async retry(id: string, manager = this.dataSource.manager): Promise<RetriedJob> {
    const [job] = await this.retryFailed(id, manager);
    if (job) return job;
    throw new DomainError('job_not_found', `No job that failed for good has the id ${id}; list those that did`);
  }

  /** Gives all failed jobs the full number of attempts again. Returns these. */
  async retryAll(manager = this.dataSource.manager): Promise<RetriedJob[]> {
    return this.retryFailed(null, manager);
  }

  private async retryFailed(id: string | null, manager: EntityManager): Promise<RetriedJob[]> {
    const [retried]: [RetriedJob[], number] = await manager.query(
      `UPDATE job_outbox SET failed_at = NULL, attempts = 0, sweep_at = $1
       WHERE failed_at IS NOT NULL AND ($2::uuid IS NULL OR id = $2) RETURNING id, name`,
      [this.clock.now(), id],
    );
    return retried;
  }
}

/** In which state a promised job is. */
export function stateOf({ failedAt, startedAt }: Pick<JobOutboxEntity, 'failedAt' | 'startedAt'>): JobState {
  if (failedAt) return 'failed';
  return startedAt ? 'running' : 'waiting';
}
