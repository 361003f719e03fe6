import Stripe from 'stripe';

import {
  addCustomer,
  addPrice,
  setCard,
  subscribe,
  type NewCustomer,
  type NewPrice,
  type Subscribing,
} from './controls.js';
import { StripeLedger } from './ledger.js';
import { changePrice } from './life/price-change.js';
import { endSubscription } from './life/subscription-end.js';
import { pause, resume } from './life/subscription-life.js';
import { advance } from './life/time.js';
import { HOUR } from './objects/calendar.js';
import type { Card } from './objects/customer.js';
import { hasEnded } from './objects/subscription.js';
import { StripeApi, type StripeRequest } from './requests/api.js';
import { Connections } from './requests/connections.js';
import { missing } from './requests/stripe-problem.js';
import type { Trouble } from './requests/trouble.js';
import { deleteCustomer } from './routes/customer-routes.js';
import { cancelation } from './routes/subscription-routes.js';

export interface StripeServerOptions {
  /** The first time of the server's clock; the present time by default. */
  now?: Date;
  /** The one API key that it accepts; `sk_test_rollcall` by default. */
  apiKey?: string;
  /** The status of a subscription after its last retry has failed; `canceled` by default. */
  afterLastRetry?: 'canceled' | 'unpaid';
  /** How long the invoice of a renewal stays a draft; 0 by default. At Stripe it is about an hour. */
  draftHours?: number;
}

/**
 * A Stripe with state, for tests: an HTTP server with the part of Stripe's API that Rollcall uses, in the version of
 * the `stripe` package, and with its own clock. Point the official client at it with its options `host`, `port` and
 * `protocol`. Objects are frozen; a change replaces the object.
 */
export interface StripeServer {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  readonly apiKey: string;
  /** The time of the server's clock; {@link advance} moves it. */
  readonly now: Date;
  /** The requests received so far, in order. */
  readonly requests: readonly StripeRequest[];
  /** All events, the oldest first. */
  readonly events: readonly Stripe.Event[];
  /** Their current state, the oldest first. */
  readonly invoices: readonly Stripe.Invoice[];
  /** As it is now. */
  customer(id: string): Stripe.Customer | Stripe.DeletedCustomer;
  /** As it is now. */
  subscription(id: string): Stripe.Subscription;

  addCustomer(fields?: NewCustomer): Stripe.Customer;
  deleteCustomer(id: string): void;
  /** Removes the customer without a trace, as if it had never existed. */
  forgetCustomer(id: string): void;
  /** Removes the price and its lookup key. Subscriptions and invoices keep its id. */
  forgetPrice(lookupKey: string): void;
  /** Adds a product and its price. */
  addPrice(options: NewPrice): Stripe.Price;
  /**
   * Does what Stripe Checkout does. Without a trial and with a card that is not good, the subscription stays
   * `incomplete` and there is no `checkout.session.completed`.
   */
  subscribe(customerId: string, options: Subscribing): Stripe.Subscription;
  /**
   * Gives another card to the customer, and to its subscriptions that have their own card. A good card pays open
   * invoices at once.
   */
  setCard(customerId: string, card: Card): void;
  /**
   * Changes the price, with prorations on the next invoice. A price with another interval begins a new period at once.
   */
  changePrice(subscriptionId: string, lookupKey: string): Stripe.Subscription;
  /** Pauses the subscription itself, not its collection. */
  pause(subscriptionId: string): Stripe.Subscription;
  /** Begins a new period, billed at once; a payment that fails leaves the subscription `past_due`. */
  resume(subscriptionId: string): Stripe.Subscription;
  /** Cancels now, or when the period ends. */
  cancel(subscriptionId: string, options?: { atPeriodEnd?: boolean }): Stripe.Subscription;
  /**
   * Moves the clock forward and does in order what Stripe would do meanwhile: trials end, periods are renewed, payments
   * of invoices succeed, or fail and are tried again after 1, 3 and 7 days. This includes everything due at `to`.
   * Throws if `to` is in the past.
   */
  advance(to: Date): void;

  /**
   * The body and the `Stripe-Signature` header with which Stripe delivers the event. The signature has the machine's
   * time unless `at` is given, and not the time of the server's clock, since receivers compare it with their own.
   */
  signed(event: Stripe.Event, secret: string, at?: Date): { body: string; signature: string };

  /**
   * Makes the next `times` requests fail, or all requests until it is called with null. The official client repeats a
   * request once after a reset connection, even without retries: a caller sees `cut` and `lost` only if `times` is at
   * least 2.
   */
  fail(how: Trouble | null, times?: number): void;
  /** Executes requests but holds their answers back until it is called with false. */
  hold(holding: boolean): void;
  /** The number of answers that are held back. */
  readonly held: number;
  close(): Promise<void>;
}

/** Starts a {@link StripeServer} on a free loopback port. */
export async function startStripeServer(options: StripeServerOptions = {}): Promise<StripeServer> {
  const { apiKey = 'sk_test_rollcall', afterLastRetry = 'canceled', draftHours = 0 } = options;
  const ledger = new StripeLedger(options.now ?? new Date(), { afterLastRetry, draftSeconds: draftHours * HOUR });
  const connections = new Connections(new StripeApi(ledger, apiKey));
  const url = await connections.open();
  return {
    url,
    apiKey,
    get now() {
      return ledger.now;
    },
    requests: connections.requests,
    events: ledger.events,
    get invoices() {
      return [...ledger.invoices.values()];
    },
    customer: (id) => ledger.customers.get(id) ?? ledger.customer(id),
    subscription: (id) => ledger.subscription(id),

    addCustomer: (fields = {}) => addCustomer(ledger, fields),
    deleteCustomer: (id) => {
      deleteCustomer(ledger, id);
    },
    forgetCustomer: (id) => {
      ledger.customers.delete(id);
    },
    forgetPrice: (lookupKey) => {
      ledger.prices.delete(ledger.priceByLookupKey(lookupKey).id);
    },
    addPrice: (price) => addPrice(ledger, price),
    subscribe: (customerId, subscribing) => subscribe(ledger, customerId, subscribing),
    setCard: (customerId, card) => {
      setCard(ledger, customerId, card);
    },
    changePrice: (id, lookupKey) => {
      changePrice(ledger, ledger.subscription(id), { price: ledger.priceByLookupKey(lookupKey) });
      return ledger.subscription(id);
    },
    pause: (id) => {
      pause(ledger, ledger.subscription(id));
      return ledger.subscription(id);
    },
    resume: (id) => {
      resume(ledger, ledger.subscription(id));
      return ledger.subscription(id);
    },
    cancel: (id, { atPeriodEnd = false } = {}) => {
      const subscription = ledger.subscription(id);
      if (hasEnded(subscription)) throw missing('subscription', id);
      if (!atPeriodEnd) return endSubscription(ledger, id, 'cancellation_requested');
      return ledger.changeSubscription(id, cancelation(ledger, subscription, true));
    },
    advance: (to) => {
      advance(ledger, to);
    },

    signed: (event, secret, at = new Date()) => {
      const body = JSON.stringify(event, null, 2);
      const timestamp = Math.floor(at.getTime() / 1000);
      return { body, signature: Stripe.webhooks.generateTestHeaderString({ payload: body, secret, timestamp }) };
    },

    fail: (how, times = Infinity) => {
      connections.troubles.set(how, times);
    },
    hold: (holding) => {
      connections.hold(holding);
    },
    get held() {
      return connections.held;
    },
    close: () => connections.close(),
  };
}
