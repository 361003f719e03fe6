import type Stripe from 'stripe';

import { startStripeServer, type StripeServer, type StripeServerOptions } from '../index.js';
import { connect, iso } from './stripe-client.js';

/** A server on 31 January with a customer and a monthly price `pro` of $30, and helpers to read its state. */
export class SubscriptionScene {
  private seen: number;
  readonly stripe: Stripe;
  readonly customer: string;

  private constructor(readonly server: StripeServer) {
    this.stripe = connect(server);
    server.addPrice({ lookupKey: 'pro', amount: 3000 });
    this.customer = server.addCustomer().id;
    this.seen = server.events.length;
  }

  static async open(options: StripeServerOptions = {}): Promise<SubscriptionScene> {
    return new SubscriptionScene(await startStripeServer({ now: new Date('2026-01-31T10:00:00Z'), ...options }));
  }

  advance(to: string): void {
    this.server.advance(new Date(to));
  }

  /** The types of the events since the last call. */
  news(): string[] {
    const events = this.server.events.slice(this.seen);
    this.seen = this.server.events.length;
    return events.map(({ type }) => type);
  }

  /** The times of all events of a type. */
  timesOf(type: string): string[] {
    return this.server.events.filter((event) => event.type === type).map(({ created }) => iso(created));
  }

  /** The subscription's status and period. */
  stateOf(id: string): [string, string, string] {
    const { status, items } = this.server.subscription(id);
    const [item] = items.data;
    return [status, iso(item?.current_period_start), iso(item?.current_period_end)];
  }

  latestInvoice(): Stripe.Invoice | undefined {
    return this.server.invoices.at(-1);
  }
}
