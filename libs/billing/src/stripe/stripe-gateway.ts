import { assertNoTransaction } from '@rollcall/database';
import { Stripe } from 'stripe';

import {
  AGENT_UUID,
  type PaidPeriod,
  readCustomer,
  readPaidPeriods,
  readSubscription,
  type StripeCustomer,
  type StripeItem,
  type StripeSubscription,
} from './stripe-answers.js';
import { StripeFailure, stripeFailure, UnknownCustomer } from './stripe-failure.js';

/** Injection token of the {@link StripeGateway}, which is null where nobody is charged. */
export const STRIPE_GATEWAY = Symbol('StripeGateway');

/** How many of a customer's subscriptions, with their items, and paid invoices, with their lines, are looked at, the newest first. */
const MAX_SUBSCRIPTIONS = 500;
const MAX_ITEMS = 100;
const MAX_INVOICES = 5_000;
const MAX_LINES = 1_000;

/** What is asked of Stripe, and no more, outside of transactions. Every method rejects with {@link StripeFailure}. */
export class StripeGateway {
  constructor(private readonly stripe: Stripe) {}

  /**
   * Makes the customer of an agent, once, however often it is asked for within a day: nothing that is sent can change
   * in between. `replaced` is the deleted customer whose place it takes.
   */
  async createCustomer(agentUuid: string, replaced: string | null): Promise<string> {
    const key = ['rollcall-customer', agentUuid, ...(replaced ? [replaced] : [])].join('-');
    return this.ask(async () => {
      for (let number = 1; ; number++) {
        try {
          const { id } = await this.stripe.customers.create(
            { metadata: { [AGENT_UUID]: agentUuid } },
            { idempotencyKey: `${key}-${number}` },
          );
          return id;
        } catch (error) {
          if (!isReplayed(error)) throw error;
        }
      }
    });
  }

  async updateCustomer(id: string, { name, email }: Pick<StripeCustomer, 'name' | 'email'>): Promise<void> {
    await this.ask(() => this.stripe.customers.update(id, { name: name ?? '', email: email ?? '' }));
  }

  /** The customer as it is now, or null when it was deleted. @throws UnknownCustomer, a {@link StripeFailure} */
  async findCustomer(id: string): Promise<StripeCustomer | null> {
    return this.ask(async () => {
      const customer = await unlessMissing(this.stripe.customers.retrieve(id));
      if (!customer) throw new UnknownCustomer(id);
      return readCustomer(customer);
    });
  }

  /** The customer's subscriptions as they are now, ended ones included. */
  async listSubscriptions(customer: string): Promise<StripeSubscription[]> {
    return this.ask(async () => {
      const list = this.stripe.subscriptions.list({ customer, status: 'all', limit: 100 });
      const subscriptions: StripeSubscription[] = [];
      for (const subscription of await list.autoPagingToArray({ limit: MAX_SUBSCRIPTIONS }))
        subscriptions.push(readSubscription(subscription, await this.itemsOf(subscription)));
      return subscriptions;
    });
  }

  /** The periods of subscriptions that the customer has paid for, also those that cost nothing. */
  async listPaidPeriods(customer: string): Promise<PaidPeriod[]> {
    return this.ask(async () => {
      const invoices = this.stripe.invoices.list({ customer, status: 'paid', limit: 100 });
      const periods: PaidPeriod[] = [];
      for (const invoice of await invoices.autoPagingToArray({ limit: MAX_INVOICES }))
        periods.push(...readPaidPeriods(invoice, await this.linesOf(invoice)));
      return periods;
    });
  }

  /** The lookup key of a price; null when it has none, or when Stripe does not know the price any more. */
  async lookupKeyOf(price: string): Promise<string | null> {
    return this.ask(async () => (await unlessMissing(this.stripe.prices.retrieve(price)))?.lookup_key ?? null);
  }

  /** The active price with a lookup key; null when there is none. */
  async findPrice(lookupKey: string): Promise<string | null> {
    return this.ask(async () => {
      const { data } = await this.stripe.prices.list({ lookup_keys: [lookupKey], active: true, limit: 1 });
      return data[0]?.id ?? null;
    });
  }

  /** Bills an item of a subscription by the price of a lookup key from now on, and leaves its other items as they are. */
  async changePrice({ id }: StripeSubscription, item: StripeItem, lookupKey: string): Promise<void> {
    const price = await this.findPrice(lookupKey);
    if (price === null) throw new StripeFailure(`Stripe has no active price with the lookup key ${lookupKey}`, true);
    await this.ask(() => this.stripe.subscriptions.update(id, { items: [{ id: item.id, price }] }));
  }

  /** Ends a subscription at once; one that Stripe does not know has ended. */
  async cancel({ id }: StripeSubscription): Promise<void> {
    await this.ask(() => unlessMissing(this.stripe.subscriptions.cancel(id)));
  }

  /** A subscription comes with its first items. */
  private async itemsOf({ id, items }: Stripe.Subscription): Promise<readonly Stripe.SubscriptionItem[]> {
    if (!items.has_more) return items.data;
    return this.stripe.subscriptionItems.list({ subscription: id, limit: 100 }).autoPagingToArray({ limit: MAX_ITEMS });
  }

  /** An invoice comes with its first ten lines. */
  private async linesOf({ id, lines }: Stripe.Invoice): Promise<readonly Stripe.InvoiceLineItem[]> {
    if (!lines.has_more) return lines.data;
    return this.stripe.invoices.listLineItems(id, { limit: 100 }).autoPagingToArray({ limit: MAX_LINES });
  }

  private async ask<T>(request: () => Promise<T>): Promise<T> {
    assertNoTransaction('Stripe is asked');
    try {
      return await request();
    } catch (error) {
      throw stripeFailure(error);
    }
  }
}

/** What Stripe answers, or null when it says that there is no such thing. */
async function unlessMissing<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing') return null;
    throw error;
  }
}

/**
 * Whether an error is a replay of a former one: Stripe remembers a failure of its own for a day as it does a success, so that
 * another key is to be tried. https://docs.stripe.com/api/idempotent_requests
 */
function isReplayed(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeError && error.headers?.['idempotent-replayed'] === 'true';
}
