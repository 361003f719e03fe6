import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@rollcall/config';
import { deleteInBatches, type Transaction, Transactions } from '@rollcall/database';
import { Clock, DomainError } from '@rollcall/kernel';
import { Stripe } from 'stripe';

import { SyncRequests } from './sync-requests.js';

/** How old a signature may be, in seconds: one that was overheard is of no use later. */
const TOLERANCE_SECONDS = 300;

const DAY_MS = 86_400_000;

/** The events that say something about a subscription. All others are recorded and change nothing. */
const SUBSCRIPTION_EVENTS: ReadonlySet<string> = new Set([
  'checkout.session.completed',
  'customer.subscription.created',
  'customer.subscription.updated',
  'customer.subscription.deleted',
  'customer.subscription.paused',
  'customer.subscription.resumed',
  'customer.subscription.trial_will_end',
  'invoice.paid',
  'invoice.payment_failed',
]);

/** What became of an event: whether it was known already. */
export interface ReceivedEvent {
  readonly id: string;
  readonly repeated: boolean;
}

/** Receives the events that Stripe sends. */
@Injectable()
export class StripeWebhooks {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
    private readonly transactions: Transactions,
    private readonly requests: SyncRequests,
  ) {}

  /**
   * Records an event once and has the accounts of its customer synced, which is all that is done with it: what the event
   * says may be old, so Stripe itself is asked. The body must be as it arrived, byte for byte.
   * @throws DomainError `webhook_not_configured`, `webhook_refused` when it does not come from Stripe or is older than five minutes
   */
  async receive(body: Buffer, signature: string): Promise<ReceivedEvent> {
    const event = this.verified(body, signature);
    return this.transactions.run(async (tx) => {
      const customer = customerOf(event);
      const repeated = !(await record(tx, event, customer));
      if (!repeated && customer !== null && SUBSCRIPTION_EVENTS.has(event.type))
        await this.requests.requestForCustomer(tx, customer);
      return { id: event.id, repeated };
    });
  }

  /**
   * Removes the events that were kept for as long as the configuration says. If Stripe sends one of them again, its account is synced
   * once more.
   */
  async sweep(): Promise<void> {
    await deleteInBatches(
      this.transactions.reader,
      `DELETE FROM stripe_events WHERE id = ANY (ARRAY(
         SELECT id FROM stripe_events WHERE received_at <= $2 ORDER BY received_at LIMIT $1))`,
      new Date(this.clock.now().getTime() - this.config.stripeEvents.keptDays * DAY_MS),
    );
  }

  private verified(body: Buffer, signature: string): Stripe.Event {
    const { billing } = this.config;
    if (billing.method === 'custom' || !billing.webhookSecret)
      throw new DomainError(
        'webhook_not_configured',
        'Without STRIPE_API_KEY and STRIPE_WEBHOOK_SECRET no event can be told from a forged one; set both',
      );
    try {
      const now = this.clock.now().getTime();
      return Stripe.webhooks.constructEvent(body, signature, billing.webhookSecret, TOLERANCE_SECONDS, undefined, now);
    } catch {
      throw new DomainError(
        'webhook_refused',
        "The Stripe-Signature does not fit this body and the endpoint's secret, or is older than five minutes",
      );
    }
  }
}

/** Returns whether the event is new. */
async function record({ manager, now }: Transaction, event: Stripe.Event, customer: string | null): Promise<boolean> {
  const rows: unknown[] = await manager.query(
    `INSERT INTO stripe_events (id, type, customer_id, created_at, received_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (id) DO NOTHING RETURNING id`,
    [event.id, event.type, customer, new Date(event.created * 1_000), now],
  );
  return rows.length > 0;
}

/** The customer an event is about, if any: its object is one, or names one. */
function customerOf({ data: { object } }: Stripe.Event): string | null {
  if (!('customer' in object)) return null;
  const { customer } = object;
  return typeof customer === 'string' ? customer : (customer?.id ?? null);
}
