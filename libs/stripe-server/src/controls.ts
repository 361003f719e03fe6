import type Stripe from 'stripe';

import { keep, type StripeLedger } from './ledger.js';
import { payOpenInvoices } from './life/invoicing.js';
import { startSubscription } from './life/subscription-start.js';
import { DAY } from './objects/calendar.js';
import { completedSession } from './objects/checkout-session.js';
import { invoiceSettings, newCustomer, paymentMethodOf, type Card } from './objects/customer.js';
import { newPrice } from './objects/price.js';
import { newProduct } from './objects/product.js';
import { hasEnded } from './objects/subscription.js';
import { freeLookupKey } from './routes/catalog-routes.js';

export interface NewCustomer {
  email?: string;
  name?: string;
  metadata?: Stripe.Metadata;
}

export interface NewPrice {
  lookupKey: string;
  /** In cents; 1000 by default. */
  amount?: number;
  /** `month` by default. */
  interval?: 'week' | 'month' | 'year';
}

export interface Subscribing {
  lookupKey: string;
  quantity?: number;
  /** Lookup keys of further prices. Their items come before the main item. */
  addOns?: readonly string[];
  metadata?: Stripe.Metadata;
  /** No trial by default. */
  trialDays?: number;
  /** `good` by default. It becomes the subscription's own payment method, as with Checkout. */
  card?: Card;
  /** What happens at the end of a trial without a card. By default `create_invoice`; its payment fails. */
  missingPaymentMethod?: 'cancel' | 'create_invoice' | 'pause';
}

export function addCustomer(ledger: StripeLedger, fields: NewCustomer): Stripe.Customer {
  const customer = newCustomer(ledger.seconds, fields);
  keep(ledger.customers, customer);
  ledger.emitCustomerEvent('customer.created', customer);
  return customer;
}

export function addPrice(ledger: StripeLedger, options: NewPrice): Stripe.Price {
  const { lookupKey, amount = 1000, interval = 'month' } = options;
  freeLookupKey(ledger, lookupKey, false);
  const product = keep(ledger.products, newProduct(ledger.seconds, { name: `Product of ${lookupKey}` }));
  return keep(
    ledger.prices,
    newPrice(ledger.seconds, {
      currency: 'usd',
      interval,
      interval_count: 1,
      lookup_key: lookupKey,
      product: product.id,
      unit_amount: amount,
    }),
  );
}

/** Does what Stripe Checkout does. The session is completed only if nothing is left to pay. */
export function subscribe(ledger: StripeLedger, customerId: string, options: Subscribing): Stripe.Subscription {
  const { id } = startSubscription(ledger, {
    customer: ledger.customer(customerId).id,
    default_payment_method: paymentMethodOf(options.card ?? 'good'),
    price: ledger.priceByLookupKey(options.lookupKey),
    quantity: options.quantity ?? 1,
    addOns: (options.addOns ?? []).map((lookupKey) => ledger.priceByLookupKey(lookupKey)),
    metadata: options.metadata ?? {},
    trialEnd: options.trialDays ? ledger.seconds + options.trialDays * DAY : null,
    missingPaymentMethod: options.missingPaymentMethod ?? 'create_invoice',
    charge: true,
  });
  const subscription = ledger.subscription(id);
  const invoice = ledger.invoice(subscription.latest_invoice ?? '');
  if (subscription.status !== 'incomplete') {
    ledger.emitSessionEvent(completedSession(ledger.seconds, ledger.customer(customerId), subscription, invoice));
  }
  return subscription;
}

/** Does what the customer portal does: the customer gets the card, and so do subscriptions that have their own card. */
export function setCard(ledger: StripeLedger, customerId: string, card: Card): void {
  const paymentMethod = paymentMethodOf(card);
  ledger.changeCustomer(customerId, { invoice_settings: invoiceSettings(paymentMethod) });
  for (const subscription of [...ledger.subscriptions.values()]) {
    const own = subscription.default_payment_method !== null;
    if (subscription.customer !== customerId || !own || hasEnded(subscription)) continue;
    ledger.changeSubscription(subscription.id, { default_payment_method: paymentMethod });
  }
  if (card === 'good') payOpenInvoices(ledger, customerId);
}
