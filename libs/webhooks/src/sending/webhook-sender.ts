import { Injectable } from '@nestjs/common';
import { SpanKind } from '@opentelemetry/api';
import { SecretBox } from '@rollcall/auth';
import { type Transaction, together, Transactions } from '@rollcall/database';
import { type EventEntity, EventFeed, toldEvent } from '@rollcall/events';
import { HAND_OVER_MS, Jobs } from '@rollcall/jobs';
import { Clock } from '@rollcall/kernel';
import { annotateSpan, inSpanBehind, type SpanDefinition, traceparent, webhookAttempts } from '@rollcall/observability';

import { DeliveriesRepository, type DeliveryResult } from '../deliveries.repository.js';
import { ReceiverClient } from './receiver-client.js';
import { retryDelay } from './retry-delay.js';
import { signedHeaders } from '../signature.js';
import type { WebhookDeliveryEntity } from '../webhook-delivery.entity.js';
import { LEASE_MS } from './webhook-dispatcher.js';
import { WebhookEntity } from '../webhook.entity.js';

/** How many deliveries, each about another subject, are sent to a webhook at once. */
const AT_ONCE = 8;
/** The longest pause of a webhook that takes nothing. */
const MAX_PAUSE_MS = 60_000;
const MAX_RETRY_MS = 3_600_000;
/** After so long without an attempt that failed, the next one is the first of a new series. Retries come at least every hour. */
export const QUIET_MS = 3 * MAX_RETRY_MS;

/** Sends deliveries to one webhook: those about one subject one after the other, in their order. */
@Injectable()
export class WebhookSender {
  constructor(
    private readonly transactions: Transactions,
    private readonly feed: EventFeed,
    private readonly deliveries: DeliveriesRepository,
    private readonly client: ReceiverClient,
    private readonly box: SecretBox,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  /**
   * Sends what is due, for a few seconds; then the next job goes on. Two jobs at once would send some things twice, and still nothing
   * before what comes before it.
   */
  async send(webhookId: number): Promise<void> {
    const until = this.clock.now().getTime() + HAND_OVER_MS;
    while (await this.batch(webhookId, until));
  }

  /** Whether the same job is to go on. */
  private async batch(webhookId: number, until: number): Promise<boolean> {
    const webhook = await this.transactions.reader.findOneBy(WebhookEntity, { id: webhookId });
    if (!webhook?.isActive) return false;
    const due = await this.deliveries.due(webhookId, this.clock.now(), AT_ONCE);
    const events = await this.feed.byIds(due.map(({ eventId }) => eventId));
    const results = await Promise.all(
      due.map((delivery) => this.attempt(webhook, delivery, events.get(delivery.eventId))),
    );
    for (const { state, durationMs } of results) webhookAttempts.observe({ outcome: state }, durationMs / 1_000);
    const isTaking = results.some(({ state }) => state === 'delivered');
    const goesOn = results.length > 0 && isTaking;
    const isOver = this.clock.now().getTime() >= until;
    await this.transactions.run(async (tx) => {
      // The webhook before its deliveries, as who deletes it locks them.
      await this.keep(tx, webhook, results.length === 0 ? null : isTaking, goesOn);
      await together([
        results.length > 0 && this.deliveries.recordResults(tx, results),
        goesOn && isOver && this.jobs.enqueue(tx, 'webhook-deliver', { webhookId }),
      ]);
    });
    return goesOn && !isOver;
  }

  private async attempt(
    webhook: WebhookEntity,
    delivery: WebhookDeliveryEntity,
    event: EventEntity | undefined,
  ): Promise<DeliveryResult> {
    const { id, attempts, expiresAt } = delivery;
    const { url } = webhook;
    const sentAt = this.clock.now();
    const began = performance.now();
    const attempt = event
      ? await inSpanBehind(event.traceparent, 'POST webhook', spanOf(webhook), () => this.post(webhook, event, sentAt))
      : { status: null, answer: null, error: 'The event is not kept any more' };
    const durationMs = Math.round(performance.now() - began);
    const over = { id, url, durationMs, ...attempt, nextAttemptAt: sentAt };
    if (attempt.error === null) return { ...over, state: 'delivered' };
    if (sentAt >= expiresAt || !event) return { ...over, state: 'failed' };
    const delay = retryDelay(attempts, MAX_RETRY_MS);
    return { ...over, state: 'pending', nextAttemptAt: new Date(sentAt.getTime() + delay) };
  }

  private async post(webhook: WebhookEntity, event: EventEntity, sentAt: Date) {
    const body = JSON.stringify(toldEvent(event));
    const isRotating = webhook.previousUntil !== null && webhook.previousUntil > sentAt;
    const previous = isRotating && webhook.previousSecret !== null ? [this.box.open(webhook.previousSecret)] : [];
    const message = { id: event.uuid, sentAt, body };
    const headers = signedHeaders([this.box.open(webhook.secret), ...previous], webhook.headers, message);
    const parent = traceparent();
    const sent = { ...headers, ...(parent === null ? {} : { traceparent: parent }) };
    const attempt = await this.client.post(webhook.url, sent, body);
    const answered = attempt.status === null ? {} : { 'http.response.status_code': attempt.status };
    annotateSpan(answered, attempt.error !== null);
    return attempt;
  }

  /** Keeps the lease, or gives it back; and notes whether the receiver takes anything. */
  private async keep(
    tx: Transaction,
    webhook: WebhookEntity,
    isTaking: boolean | null,
    goesOn: boolean,
  ): Promise<void> {
    const leasedUntil = goesOn ? new Date(tx.now.getTime() + LEASE_MS) : null;
    const health =
      isTaking === null
        ? {}
        : isTaking
          ? { hasTaken: true, failures: 0, failingSince: null, resumeAt: null }
          : afterFailure(webhook, tx.now);
    await tx.manager.update(WebhookEntity, { id: webhook.id }, { leasedUntil, ...health });
  }
}

/** The webhook and its receiver's host; what else its URL has may be a secret. */
function spanOf({ id, url }: WebhookEntity): SpanDefinition {
  const { hostname, protocol, port } = new URL(url);
  return {
    kind: SpanKind.CLIENT,
    attributes: {
      'http.request.method': 'POST',
      'server.address': hostname,
      'server.port': Number(port || (protocol === 'https:' ? 443 : 80)),
      'rollcall.webhook_id': id,
    },
  };
}

/** How a webhook does that took nothing once more. */
function afterFailure({ failures, failingSince, resumeAt }: WebhookEntity, now: Date) {
  const isSame = resumeAt !== null && now.getTime() - resumeAt.getTime() < QUIET_MS;
  const before = isSame ? failures : 0;
  return {
    failures: before + 1,
    failingSince: isSame ? (failingSince ?? now) : now,
    resumeAt: new Date(now.getTime() + retryDelay(before, MAX_PAUSE_MS)),
  };
}
