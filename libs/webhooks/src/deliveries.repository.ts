import { Injectable } from '@nestjs/common';
import { type Transaction, Transactions } from '@rollcall/database';
import type { EventEntity } from '@rollcall/events';

import { type DeliveryState, WebhookDeliveryEntity } from './webhook-delivery.entity.js';

/** For how long a delivery is tried. */
const TRIED_MS = 24 * 3_600_000;
const MAX_ERROR_LENGTH = 1_000;
/** What is kept of the attempts before the last: so many, and so much of what each was answered. */
const ATTEMPTS_KEPT = 20;
const EXCERPT_LENGTH = 200;

/** What came of an attempt. */
export interface Attempt {
  /** Null when there was no answer. */
  readonly status: number | null;
  readonly answer: string | null;
  /** Null when the receiver took it. */
  readonly error: string | null;
}

/** An event to deliver. */
export type GivenEvent = Pick<EventEntity, 'id' | 'type' | 'position' | 'subjectType' | 'subjectId'>;

/** Which deliveries to read: before one with this id, of this state. */
export interface DeliveryFilter {
  readonly before: number | null;
  readonly state: DeliveryState | null;
  readonly limit: number;
}

/** Which deliveries to send again; all that it says must hold. */
export interface RedeliveryFilter {
  readonly deliveryId: number | null;
  readonly failedOnly: boolean;
  readonly from: Date | null;
  readonly to: Date | null;
}

/** What became of an attempt at a delivery. */
export interface DeliveryResult extends Attempt {
  readonly id: number;
  readonly url: string;
  readonly durationMs: number;
  readonly state: DeliveryState;
  readonly nextAttemptAt: Date;
}

/** Reads and writes `webhook_deliveries`. */
@Injectable()
export class DeliveriesRepository {
  constructor(private readonly transactions: Transactions) {}

  /** Has each of these events sent at once to every webhook that is switched on and wants it; one that is there stays as it is. */
  async give(tx: Transaction, events: readonly EventEntity[]): Promise<void> {
    await this.insert(tx, 'webhook.is_active AND webhook.events ? event.type', events);
  }

  /** Has an event sent at once to one webhook, whether or not it wants it. */
  async giveTo(tx: Transaction, webhookId: number, event: GivenEvent): Promise<void> {
    await this.insert(tx, 'webhook.id = $4', [event], webhookId);
  }

  private async insert(
    { manager, now }: Transaction,
    which: string,
    events: readonly GivenEvent[],
    ...values: readonly unknown[]
  ): Promise<void> {
    const rows = events.map(({ id, type, position, subjectType, subjectId }) => ({
      ...{ id, type, position: position ?? 0, subject: `${subjectType}:${subjectId}` },
    }));
    await manager.query(
      `INSERT INTO webhook_deliveries
         (webhook_id, event_id, position, subject, created_at, state, next_attempt_at, expires_at)
       SELECT webhook.id, event.id, event.position, event.subject, $1::timestamptz, 'pending', $1::timestamptz, $2
       FROM json_to_recordset($3::json) AS event (id bigint, type text, position bigint, subject text)
       JOIN webhooks webhook ON ${which}
       ORDER BY event.position
       ON CONFLICT (webhook_id, event_id) DO NOTHING`,
      [now, new Date(now.getTime() + TRIED_MS), JSON.stringify(rows), ...values],
    );
  }

  /** The deliveries to send next: what is due, of each subject the first that is not over, the oldest first. */
  async due(webhookId: number, now: Date, limit: number): Promise<WebhookDeliveryEntity[]> {
    return this.transactions.reader
      .createQueryBuilder(WebhookDeliveryEntity, 'd')
      .where("d.webhook_id = :webhookId AND d.state = 'pending' AND d.next_attempt_at <= :now", { webhookId, now })
      .andWhere(
        `NOT EXISTS (SELECT FROM webhook_deliveries e WHERE e.webhook_id = d.webhook_id AND e.subject = d.subject
           AND e.state = 'pending' AND (e.position, e.id) < (d.position, d.id))`,
      )
      .orderBy('d.position')
      .addOrderBy('d.id')
      .limit(limit)
      .getMany();
  }

  async recordResults({ manager, now }: Transaction, results: readonly DeliveryResult[]): Promise<void> {
    await manager.query(
      `UPDATE webhook_deliveries SET attempts = attempts + 1, attempted_at = $1, state = r.state, url = r.url,
         next_attempt_at = r."nextAttemptAt", duration_ms = r."durationMs", status = r.status, answer = r.answer,
         error = left(r.error, ${MAX_ERROR_LENGTH}), attempts_made = (
           SELECT jsonb_agg(made ORDER BY place) FROM (
             SELECT made, place FROM jsonb_array_elements(webhook_deliveries.attempts_made || jsonb_build_array(
               jsonb_build_object('at', to_json($1::timestamptz), 'durationMs', r."durationMs", 'status', r.status,
                 'answer', left(r.answer, ${EXCERPT_LENGTH}), 'error', left(r.error, ${EXCERPT_LENGTH}))))
               WITH ORDINALITY AS each (made, place)
             ORDER BY place DESC LIMIT ${ATTEMPTS_KEPT}) AS kept)
       FROM json_to_recordset($2::json) AS r (id bigint, state text, url text, "nextAttemptAt" timestamptz,
         "durationMs" integer, status integer, answer text, error text)
       WHERE webhook_deliveries.id = r.id AND webhook_deliveries.state = 'pending'`,
      [now, JSON.stringify(results)],
    );
  }

  /** The newest deliveries, newest first. */
  async list(webhookId: number, { before, state, limit }: DeliveryFilter): Promise<WebhookDeliveryEntity[]> {
    const query = this.transactions.reader
      .createQueryBuilder(WebhookDeliveryEntity, 'd')
      .where('d.webhook_id = :webhookId', { webhookId })
      .orderBy('d.id', 'DESC')
      .limit(limit);
    if (before !== null) query.andWhere('d.id < :before', { before });
    if (state !== null) query.andWhere('d.state = :state', { state });
    return query.getMany();
  }

  /** Makes deliveries that are over due again, and returns how many. */
  async redeliver({ manager, now }: Transaction, webhookId: number, filter: RedeliveryFilter): Promise<number> {
    const { deliveryId, failedOnly, from, to } = filter;
    const [, count]: [unknown, number] = await manager.query(
      `UPDATE webhook_deliveries SET state = 'pending', attempts = 0, next_attempt_at = $2, expires_at = $3
       WHERE webhook_id = $1 AND state <> 'pending' AND ($4::bigint IS NULL OR id = $4)
         AND (NOT $5::boolean OR state = 'failed') AND ($6::timestamptz IS NULL OR created_at >= $6)
         AND ($7::timestamptz IS NULL OR created_at <= $7)`,
      [webhookId, now, new Date(now.getTime() + TRIED_MS), deliveryId, failedOnly, from, to],
    );
    return count;
  }

  /** Gives up what is still to be sent to a webhook. */
  async giveUp({ manager }: Transaction, webhookId: number, error: string): Promise<void> {
    await manager.update(WebhookDeliveryEntity, { webhookId, state: 'pending' }, { state: 'failed', error });
  }
}
