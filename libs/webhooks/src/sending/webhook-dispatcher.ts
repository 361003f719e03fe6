import { Injectable } from '@nestjs/common';
import { type Transaction, Transactions } from '@rollcall/database';
import { EventFeed } from '@rollcall/events';
import { Jobs } from '@rollcall/jobs';

import { DeliveriesRepository } from '../deliveries.repository.js';
import { WebhookDispatchEntity } from '../webhook-dispatch.entity.js';
import { WebhookEntity } from '../webhook.entity.js';

const MAX_EVENTS = 1_000;
/** How many deliveries one statement makes at most, so that many webhooks make it no longer. */
const MAX_DELIVERIES = 20_000;

/**
 * For how long a webhook is left to the job that was promised for it. The job is not lost, but where thousands of receivers are slow it
 * waits for some minutes; one more would only wait behind it.
 */
export const LEASE_MS = 900_000;

/** Which webhooks share jobs. */
type Share = 'failures = 0 AND has_taken' | 'failures = 0 AND NOT has_taken' | 'failures > 0';

/**
 * How many webhooks are tried at once that have never taken anything, and that took nothing last time. Both together are less than the jobs
 * that a worker runs, so that those that take what they get wait for none of them.
 */
const NEW_AT_ONCE = 128;
const FAILING_AT_ONCE = 32;

/** Gives events to webhooks, and has jobs send what is due. */
@Injectable()
export class WebhookDispatcher {
  constructor(
    private readonly transactions: Transactions,
    private readonly feed: EventFeed,
    private readonly deliveries: DeliveriesRepository,
    private readonly jobs: Jobs,
  ) {}

  /** Any number of callers may run it at once: one gives events away, and the others return. */
  async dispatch(): Promise<void> {
    await this.feed.end();
    const active = await this.transactions.reader.countBy(WebhookEntity, { isActive: true });
    const batch = Math.max(1, Math.min(MAX_EVENTS, Math.floor(MAX_DELIVERIES / Math.max(1, active))));
    let count;
    do {
      count = await this.transactions.run((tx) => this.giveBatch(tx, batch));
      // With each batch: while events come as fast as they are given, there is no last one.
      await this.transactions.run((tx) => this.promiseJobs(tx));
    } while (count === batch);
  }

  private async giveBatch(tx: Transaction, limit: number): Promise<number> {
    const place = await tx.manager.findOne(WebhookDispatchEntity, {
      where: { onlyOne: true },
      lock: { mode: 'pessimistic_write', onLocked: 'skip_locked' },
    });
    if (!place) return 0;
    const events = await this.feed.read(tx.manager, place.position, limit);
    const [last] = events.slice(-1);
    if (!last) return 0;
    await this.deliveries.give(tx, events);
    await tx.manager.update(WebhookDispatchEntity, { onlyOne: true }, { position: last.position ?? place.position });
    return events.length;
  }

  private async promiseJobs(tx: Transaction): Promise<void> {
    // One after the other: two at once would count the same webhooks, and promise twice as many.
    await tx.manager.findOne(WebhookDispatchEntity, { where: { onlyOne: true }, lock: { mode: 'pessimistic_write' } });
    await this.promise(tx, 'webhook-deliver', 'failures = 0 AND has_taken', null);
    await this.promise(tx, 'webhook-deliver', 'failures = 0 AND NOT has_taken', NEW_AT_ONCE);
    await this.promise(tx, 'webhook-retry', 'failures > 0', FAILING_AT_ONCE);
  }

  /** Promises a job for each of these webhooks that has something due; for at most so many at once, those first that have waited longest. */
  private async promise(
    tx: Transaction,
    job: 'webhook-deliver' | 'webhook-retry',
    which: Share,
    most: number | null,
  ): Promise<void> {
    const [due]: [{ id: number }[], number] = await tx.manager.query(
      `UPDATE webhooks SET leased_until = $2 WHERE id IN (
         SELECT id FROM webhooks WHERE is_active AND ${which}
           AND (resume_at IS NULL OR resume_at <= $1) AND (leased_until IS NULL OR leased_until <= $1)
           AND EXISTS (SELECT FROM webhook_deliveries delivery WHERE delivery.webhook_id = webhooks.id
             AND delivery.state = 'pending' AND delivery.next_attempt_at <= $1)
         ORDER BY resume_at
         LIMIT $3::bigint - least($3::bigint, (SELECT count(*) FROM webhooks WHERE ${which} AND leased_until > $1))
         FOR UPDATE SKIP LOCKED)
       RETURNING id`,
      [tx.now, new Date(tx.now.getTime() + LEASE_MS), most],
    );
    for (const { id } of due) await this.jobs.enqueue(tx, job, { webhookId: id });
  }
}
