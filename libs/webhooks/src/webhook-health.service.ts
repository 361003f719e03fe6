import { Injectable } from '@nestjs/common';
import { Transactions } from '@rollcall/database';
import { IsNull, Not } from 'typeorm';

import { WebhookEntity } from './webhook.entity.js';

/** What became of the deliveries of one day. */
export interface DeliveryDay {
  /** In UTC, `2026-11-28`. */
  readonly day: string;
  readonly pending: number;
  readonly delivered: number;
  readonly failed: number;
}

const MOST_SHOWN = 20;

/** Tells whether receivers take what they are sent. */
@Injectable()
export class WebhookHealth {
  constructor(private readonly transactions: Transactions) {}

  /** At most twenty webhooks that fail or are switched off: those that failed first come first. */
  async unwell(): Promise<WebhookEntity[]> {
    return this.transactions.reader.find(WebhookEntity, {
      where: [{ isActive: false }, { failingSince: Not(IsNull()) }],
      order: { failingSince: { direction: 'ASC', nulls: 'LAST' }, id: 'DESC' },
      take: MOST_SHOWN,
    });
  }

  /** What became of the deliveries that were asked for since then; a day without any is left out. Read from an index alone. */
  async outcomesByDay(since: Date): Promise<DeliveryDay[]> {
    return this.transactions.reader.query(
      `SELECT count(*) FILTER (WHERE state = 'pending') AS pending, count(*) FILTER (WHERE state = 'delivered') AS delivered,
         count(*) FILTER (WHERE state = 'failed') AS failed, to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day
       FROM webhook_deliveries WHERE created_at >= $1 GROUP BY day ORDER BY day`,
      [since],
    );
  }
}
