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
  /** What the server's clock shows first; the present time by default. */
  now?: Date;
  /** The one key that it takes; `sk_test_rollcall` by default. */
  apiKey?: string;
  /** What becomes of a subscription when its last retry has failed; `canceled` by default. */
  afterLastRetry?: 'canceled' | 'unpaid';
  /** For how long the invoice of a renewal stays a draft. Stripe leaves it about an hour; 0 by default. */
  draftHours?: number;
}

/**
 * A Stripe that remembers: an HTTP server that speaks the part of Stripe's API that Rollcall uses, in the version of the
 * `stripe` package, with a clock of its own. Point the official client at it with its options `host`, `port` and
 * `protocol`. Objects are frozen: what changes is replaced.
 */
export interface StripeServer {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  readonly apiKey: string;
  /** What the server's clock shows; {@link advance} moves it. */
  readonly now: Date;
  /** The requests received so far, in order. */
  readonly requests: readonly StripeRequest[];
  /** All that happened, oldest first. */
  readonly events: readonly Stripe.Event[];
  /** As they are now, oldest first. */
  readonly invoices: readonly Stripe.Invoice[];
  /** As it is now. */
  customer(id: string): Stripe.Customer | Stripe.DeletedCustomer;
  /** As it is now. */
  subscription(id: string): Stripe.Subscription;

  addCustomer(fields?: NewCustomer): Stripe.Customer;
  deleteCustomer(id: string): void;
  /** Knows the customer no more, as if it had never been. */
  forgetCustomer(id: string): void;
  /** Knows the price no more, nor its lookup key; what was billed by it keeps its id. */
  forgetPrice(lookupKey: string): void;
  /** Adds a product and its price. */
  addPrice(options: NewPrice): Stripe.Price;
  /**
   * Does what Stripe Checkout does. Without a trial, a card that is not good leaves the subscription `incomplete`, and no
   * `checkout.session.completed` is emitted.
   */
  subscribe(customerId: string, options: Subscribing): Stripe.Subscription;
  /**
   * Gives the customer, and those of its subscriptions that have their own, another card. A good one pays at once what is
   * open.
   */
  setCard(customerId: string, card: Card): void;
  /** Changes the price, with prorations on the next invoice; one of another interval begins a new period at once. */
  changePrice(subscriptionId: string, lookupKey: string): Stripe.Subscription;
  /** Pauses the subscription itself, not its collection. */
  pause(subscriptionId: string): Stripe.Subscription;
  /** Begins a new period, billed at once; a payment that fails leaves the subscription `past_due`. */
  resume(subscriptionId: string): Stripe.Subscription;
  /** Cancels now, or when the period ends. */
  cancel(subscriptionId: string, options?: { atPeriodEnd?: boolean }): Stripe.Subscription;
  /**
   * Moves the clock on, and lets happen what Stripe would do meanwhile, in order: trials end, periods are renewed, invoices
   * are paid, fail and are tried again after 1, 3 and 7 days. What falls due at `to` has happened. Throws for a time past.
   */
  advance(to: Date): void;

  /**
   * The body and the `Stripe-Signature` header with which Stripe delivers the event. It is signed at the time of the
   * machine, not of the server, unless `at` is given: that is what a receiver compares with.
   */
  signed(event: Stripe.Event, secret: string, at?: Date): { body: string; signature: string };

  /**
   * Lets the next `times` requests go wrong, or all until it is called with null. Mind that the official client sends a
   * request again, once, when its connection was reset, even without retries: `cut` and `lost` take two times to be seen.
   */
  fail(how: Trouble | null, times?: number): void;
  /** Executes requests but holds their answers back, until it is called with false. */
  hold(holding: boolean): void;
  /** How many answers are being held. */
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
