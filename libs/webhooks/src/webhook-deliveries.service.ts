import { Injectable } from '@nestjs/common';
import { Transactions } from '@rollcall/database';
import { EventFeed, type ToldEvent, toldEvent } from '@rollcall/events';
import { DomainError } from '@rollcall/kernel';

import { DeliveriesRepository, type DeliveryFilter, type RedeliveryFilter } from './deliveries.repository.js';
import type { WebhookDeliveryEntity } from './webhook-delivery.entity.js';
import { Webhooks } from './webhooks.service.js';

/** A delivery, and the event that it sends. */
export interface ShownDelivery {
  readonly delivery: WebhookDeliveryEntity;
  readonly told: ToldEvent;
}

/** Tells what was sent to webhooks, and has it sent again. */
@Injectable()
export class WebhookDeliveries {
  constructor(
    private readonly transactions: Transactions,
    private readonly webhooks: Webhooks,
    private readonly deliveries: DeliveriesRepository,
    private readonly feed: EventFeed,
  ) {}

  /** The newest first. @throws DomainError `webhook_not_found` */
  async list(webhookId: number, filter: DeliveryFilter): Promise<ShownDelivery[]> {
    await this.webhooks.get(webhookId);
    const deliveries = await this.deliveries.list(webhookId, filter);
    const events = await this.feed.byIds(deliveries.map(({ eventId }) => eventId));
    return deliveries.flatMap((delivery) => {
      const event = events.get(delivery.eventId);
      return event ? [{ delivery, told: toldEvent(event) }] : [];
    });
  }

  /**
   * Has deliveries that are over sent again, each in its place before later ones about the same; returns how many.
   * @throws DomainError `webhook_not_found`, `delivery_not_found`
   */
  async redeliver(webhookId: number, filter: RedeliveryFilter): Promise<number> {
    await this.webhooks.get(webhookId);
    const count = await this.transactions.run((tx) => this.deliveries.redeliver(tx, webhookId, filter));
    if (count === 0 && filter.deliveryId !== null)
      throw new DomainError(
        'delivery_not_found',
        `Webhook ${webhookId} has no delivery ${filter.deliveryId} that is over`,
      );
    return count;
  }
}
