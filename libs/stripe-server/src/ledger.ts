import { isDeepStrictEqual } from 'node:util';

import Stripe from 'stripe';

import {
  customerEvent,
  invoiceEvent,
  sessionEvent,
  subscriptionEvent,
  type CustomerHappening,
  type EventFrame,
  type InvoiceHappening,
  type SubscriptionHappening,
} from './objects/event.js';
import { newId } from './objects/ids.js';
import type { KeptInvoice } from './objects/invoice.js';
import type { RecurringPrice } from './objects/price.js';
import type { KeptSubscription } from './objects/subscription.js';
import { missing } from './requests/stripe-problem.js';

const NOBODY: Stripe.Event.Request = { id: null, idempotency_key: null };

/** The settings of the Stripe account. */
export interface LedgerSettings {
  afterLastRetry: 'canceled' | 'unpaid';
  /** For how long the invoice of a renewal stays a draft, in seconds. */
  draftSeconds: number;
}

/**
 * The data of the server, and its clock. Objects are frozen and replaced when they change, so that an event keeps the
 * former state of its object. Maps are in order of creation.
 */
export class StripeLedger {
  readonly products = new Map<string, Stripe.Product>();
  readonly prices = new Map<string, RecurringPrice>();
  readonly customers = new Map<string, Stripe.Customer | Stripe.DeletedCustomer>();
  readonly subscriptions = new Map<string, KeptSubscription>();
  readonly invoices = new Map<string, KeptInvoice>();
  readonly events: Stripe.Event[] = [];
  /** Lines that wait for the next invoice of a subscription, by its id. */
  readonly pendingLines = new Map<string, Stripe.InvoiceLineItem[]>();
  /** Ids of the subscriptions whose `trial_will_end` was sent. */
  readonly warned = new Set<string>();
  /** The request that causes the present events. */
  request = NOBODY;

  constructor(
    public now: Date,
    readonly settings: LedgerSettings,
  ) {}

  /** The time in Unix seconds. */
  get seconds(): number {
    return Math.floor(this.now.getTime() / 1000);
  }

  /** Runs the action of a request. The events that it causes name the request. */
  onRequest<T>(request: Stripe.Event.Request, run: () => T): T {
    this.request = request;
    try {
      return run();
    } finally {
      this.request = NOBODY;
    }
  }

  /** Throws `resource_missing`, also for a deleted customer. */
  customer(id: string, param?: string): Stripe.Customer {
    const customer = this.customers.get(id);
    if (!customer || customer.deleted) throw missing('customer', id, param);
    return customer;
  }

  product(id: string, param?: string): Stripe.Product {
    return found(this.products.get(id), 'product', id, param);
  }

  price(id: string, param?: string): RecurringPrice {
    return found(this.prices.get(id), 'price', id, param);
  }

  /** The active price that has the lookup key. */
  priceByLookupKey(lookupKey: string): RecurringPrice {
    const prices = [...this.prices.values()];
    return found(
      prices.find((price) => price.active && price.lookup_key === lookupKey),
      'price',
      lookupKey,
    );
  }

  subscription(id: string, param?: string): KeptSubscription {
    return found(this.subscriptions.get(id), 'subscription', id, param);
  }

  invoice(id: string, param?: string): KeptInvoice {
    return found(this.invoices.get(id), 'invoice', id, param);
  }

  event(id: string, param?: string): Stripe.Event {
    return found(
      this.events.find((event) => event.id === id),
      'event',
      id,
      param,
    );
  }

  /** The subscription's invoices, oldest first. */
  invoicesOf(subscription: KeptSubscription): KeptInvoice[] {
    return [...this.invoices.values()].filter(
      (invoice) => invoice.parent.subscription_details.subscription === subscription.id,
    );
  }

  /** Stores a changed customer and emits the event. */
  changeCustomer(id: string, change: Partial<Stripe.Customer>): Stripe.Customer {
    const before = this.customer(id);
    const after: Stripe.Customer = { ...before, ...change };
    keep(this.customers, after);
    const previous = difference(before, after);
    if (Object.keys(previous).length > 0) this.emitCustomerEvent('customer.updated', after, previous);
    return after;
  }

  /** Stores a changed subscription and emits the event. */
  changeSubscription(id: string, change: Partial<KeptSubscription>): KeptSubscription {
    const before = this.subscription(id);
    const after = keep(this.subscriptions, { ...before, ...change });
    const previous = difference(before, after);
    if (Object.keys(previous).length > 0) this.emitSubscriptionEvent('customer.subscription.updated', after, previous);
    return after;
  }

  /** Stores a new or changed invoice without an event. */
  keepInvoice(invoice: KeptInvoice): KeptInvoice {
    return keep(this.invoices, invoice);
  }

  emitCustomerEvent(type: CustomerHappening, customer: Stripe.Customer, previous?: Partial<Stripe.Customer>): void {
    this.events.push(freeze(customerEvent(this.frame(), type, customer, previous)));
  }

  emitSubscriptionEvent(
    type: SubscriptionHappening,
    subscription: KeptSubscription,
    previous?: Partial<KeptSubscription>,
  ): void {
    this.events.push(freeze(subscriptionEvent(this.frame(), type, subscription, previous)));
  }

  emitInvoiceEvent(type: InvoiceHappening, invoice: KeptInvoice): void {
    this.events.push(freeze(invoiceEvent(this.frame(), type, invoice)));
  }

  emitSessionEvent(session: Stripe.Checkout.Session): void {
    this.events.push(freeze(sessionEvent(this.frame(), session)));
  }

  private frame(): EventFrame {
    return {
      id: newId('evt'),
      object: 'event',
      api_version: Stripe.API_VERSION,
      created: this.seconds,
      livemode: false,
      pending_webhooks: 1,
      request: this.request,
    };
  }
}

/** Replaces the former state of an object by the new one, frozen. */
export function keep<T extends { id: string }>(map: Map<string, T>, object: T): T {
  map.set(object.id, freeze(object));
  return object;
}

function found<T>(object: T | undefined, kind: string, id: string, param?: string): T {
  if (object === undefined) throw missing(kind, id, param);
  return object;
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    const parts: unknown[] = Object.values(value);
    parts.forEach(freeze);
  }
  return value;
}

/** The changed fields with their previous values. */
function difference<T extends object>(before: T, after: T): Partial<T> {
  const previous: Partial<T> = {};
  for (const key in before) {
    if (!isDeepStrictEqual(before[key], after[key])) previous[key] = before[key];
  }
  return previous;
}
