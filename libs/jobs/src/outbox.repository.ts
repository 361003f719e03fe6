import { Injectable } from '@nestjs/common';
import { Clock, cutText } from '@rollcall/kernel';
import { requestIdUnderWay, traceparentFor } from '@rollcall/observability';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';

import type { JobPayload, RequestedJobName } from './catalogue.js';
import { JobOutboxEntity } from './job-outbox.entity.js';

/** How long the sweeper leaves a new row to the process that wrote it. */
const GRACE_MS = 1_000;

/** How long a process has to put a due job on its queue before another process may take it. */
const LEASE_MS = 10_000;

/** How long after a job was put on its queue the sweeper checks that the queue still has it. */
const RECHECK_MS = 60_000;

const MAX_ERROR_LENGTH = 1_000;

/** A job about to run. */
export interface ClaimedJob {
  readonly name: string;
  readonly payload: unknown;
  /** Counts from 1, over all workers and restarts. */
  readonly attempt: number;
  /** The span in which it was promised; null without a trace. */
  readonly traceparent: string | null;
  /** The request that led to it; null when none did. */
  readonly requestId: string | null;
}

/** A row to put on its queue. */
export interface DueJob {
  readonly id: string;
  readonly name: string;
}

/** One of many jobs to promise; it gets an id if it is given none. */
export interface JobToPromise<N extends RequestedJobName> {
  readonly id?: string;
  readonly payload: JobPayload<N>;
}

/** An id for a job that is promised later; for a caller that must store the id first. */
export function newJobId(): string {
  return uuidv7();
}

/** SQL: whether the job whose id is in this column is still to be done, or failed for good and can be retried. */
export function isPromised(column: string): string {
  return `EXISTS (SELECT FROM job_outbox WHERE job_outbox.id = ${column})`;
}

/** Reads and writes `job_outbox`. */
@Injectable()
export class OutboxRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Promises the job as part of the manager's transaction and returns its id. */
  async insert<N extends RequestedJobName>(
    manager: EntityManager,
    now: Date,
    name: N,
    payload: JobPayload<N>,
    id = newJobId(),
  ): Promise<string> {
    await manager.query(
      `INSERT INTO job_outbox (id, created_at, name, payload, sweep_at, traceparent, request_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [id, now, name, payload, new Date(now.getTime() + GRACE_MS), traceparentFor(name), requestIdUnderWay()],
    );
    return id;
  }

  /** Promises many jobs of one kind likewise. They are due at once: the sweeper puts them on their queue. */
  async insertMany<N extends RequestedJobName>(
    manager: EntityManager,
    now: Date,
    name: N,
    jobs: readonly JobToPromise<N>[],
  ): Promise<void> {
    await manager.query(
      `INSERT INTO job_outbox (id, created_at, name, payload, sweep_at, traceparent, request_id)
       SELECT id, $1, $2, payload, $1, $4, $5 FROM json_to_recordset($3::json) AS job(id uuid, payload jsonb)`,
      [
        now,
        name,
        JSON.stringify(jobs.map(({ id = newJobId(), payload }) => ({ id, payload }))),
        traceparentFor(name),
        requestIdUnderWay(),
      ],
    );
  }

  /** Takes promised jobs back as part of the manager's transaction, whether they wait or have failed for good. */
  async delete(manager: EntityManager, ids: readonly string[]): Promise<void> {
    await manager.query('DELETE FROM job_outbox WHERE id = ANY ($1::uuid[])', [ids]);
  }

  /**
   * Counts an attempt and returns the job. Returns null when the job is done, has failed for good or never existed.
   */
  async claim(id: string): Promise<ClaimedJob | null> {
    const [rows]: [ClaimedJob[], number] = await this.dataSource.query(
      `UPDATE job_outbox SET attempts = attempts + 1, started_at = $2 WHERE id = $1 AND failed_at IS NULL
       RETURNING name, payload, attempts AS attempt, traceparent, request_id AS "requestId"`,
      [id, this.clock.now()],
    );
    return rows[0] ?? null;
  }

  async complete(id: string): Promise<void> {
    await this.dataSource.manager.delete(JobOutboxEntity, { id });
  }

  async recordError(id: string, error: string): Promise<void> {
    const changes = { startedAt: null, lastError: cutText(error, MAX_ERROR_LENGTH) };
    await this.dataSource.manager.update(JobOutboxEntity, { id }, changes);
  }

  /** Keeps the job as failed for good until somebody retries it. */
  async giveUp(id: string, error: string): Promise<void> {
    const changes = { startedAt: null, failedAt: this.clock.now(), lastError: cutText(error, MAX_ERROR_LENGTH) };
    await this.dataSource.manager.update(JobOutboxEntity, { id }, changes);
  }

  /**
   * Takes up to `limit` due jobs, to put them on their queues. No other process takes them within the next ten
   * seconds.
   */
  async takeDue(limit: number): Promise<DueJob[]> {
    const now = this.clock.now();
    const [taken]: [DueJob[], number] = await this.dataSource.query(
      `UPDATE job_outbox SET sweep_at = $3 WHERE id IN (
         SELECT id FROM job_outbox WHERE failed_at IS NULL AND sweep_at <= $1
         ORDER BY sweep_at LIMIT $2 FOR UPDATE SKIP LOCKED)
       RETURNING id, name`,
      [now, limit, new Date(now.getTime() + LEASE_MS)],
    );
    return taken;
  }

  /** These jobs are on their queues now: the sweeper checks them again in a minute. */
  async scheduleRecheck(ids: readonly string[]): Promise<void> {
    await this.dataSource.query('UPDATE job_outbox SET sweep_at = $2 WHERE id = ANY($1::uuid[])', [
      ids,
      new Date(this.clock.now().getTime() + RECHECK_MS),
    ]);
  }

  /** Makes every job due that is still to be done, so that the sweeper puts it on its queue again. */
  async makeAllDue(): Promise<void> {
    const now = this.clock.now();
    await this.dataSource.query('UPDATE job_outbox SET sweep_at = $1 WHERE failed_at IS NULL AND sweep_at > $1', [now]);
  }

  /** For how long the job that is due the longest has waited to be put on its queue, in milliseconds; 0 when none is due. */
  async msOverdue(): Promise<number> {
    const [row]: [{ due: Date | null }] = await this.dataSource.query(
      'SELECT min(sweep_at) AS due FROM job_outbox WHERE failed_at IS NULL',
    );
    return row.due ? Math.max(this.clock.now().getTime() - row.due.getTime(), 0) : 0;
  }

  /** How long until a row comes due, at least `min` and at most `max` milliseconds. */
  async msUntilDue(min: number, max: number): Promise<number> {
    const [row]: [{ due: Date | null }] = await this.dataSource.query(
      'SELECT min(sweep_at) AS due FROM job_outbox WHERE failed_at IS NULL',
    );
    const ms = row.due ? row.due.getTime() - this.clock.now().getTime() : max;
    return Math.min(Math.max(ms, min), max);
  }
}
