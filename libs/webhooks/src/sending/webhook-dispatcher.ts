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

/** For how long a webhook is left to the job that was promised for it. */
export const LEASE_MS = 60_000;

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
    do count = await this.transactions.run((tx) => this.giveBatch(tx, batch));
    while (count === batch);
    await this.transactions.run((tx) => this.promiseJobs(tx));
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
    const [due]: [{ id: number; failures: number }[], number] = await tx.manager.query(
      `UPDATE webhooks SET leased_until = $2 WHERE id IN (
         SELECT id FROM webhooks WHERE is_active
           AND (resume_at IS NULL OR resume_at <= $1) AND (leased_until IS NULL OR leased_until <= $1)
           AND EXISTS (SELECT FROM webhook_deliveries delivery WHERE delivery.webhook_id = webhooks.id
             AND delivery.state = 'pending' AND delivery.next_attempt_at <= $1)
         FOR UPDATE SKIP LOCKED)
       RETURNING id, failures`,
      [tx.now, new Date(tx.now.getTime() + LEASE_MS)],
    );
    // Those that took nothing last time come after the others, which do not wait for them to answer.
    for (const { id, failures } of due)
      await this.jobs.enqueue(tx, failures > 0 ? 'webhook-retry' : 'webhook-deliver', { webhookId: id });
  }
}
