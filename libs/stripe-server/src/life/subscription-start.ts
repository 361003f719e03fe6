import type Stripe from 'stripe';

import { keep, type StripeLedger } from '../ledger.js';
import { DAY, renewalAfter } from '../objects/calendar.js';
import { cardOf } from '../objects/customer.js';
import { newId } from '../objects/ids.js';
import type { RecurringPrice } from '../objects/price.js';
import { itemsBehind, newSubscription, type KeptSubscription } from '../objects/subscription.js';
import { draftInvoice, finalizeInvoice, payInvoice } from './invoicing.js';

const TRIAL_WARNING = 3 * DAY;

export interface SubscriptionStart {
  customer: string;
  /** The subscription's own card; null: the customer's card is charged. */
  default_payment_method: string | null;
  price: RecurringPrice;
  quantity: number;
  /** Further prices; their items come before the main item. */
  addOns?: readonly RecurringPrice[];
  metadata: Stripe.Metadata;
  /** In Unix seconds; null: no trial. */
  trialEnd: number | null;
  missingPaymentMethod: Stripe.Subscription.TrialSettings.EndBehavior.MissingPaymentMethod;
  /** False: the first invoice stays unpaid until a card is set, even if the present card is good. */
  charge: boolean;
}

/** Begins a subscription: `trialing`, or `incomplete` and, once the first invoice is paid, `active`. */
export function startSubscription(ledger: StripeLedger, start: SubscriptionStart): KeptSubscription {
  const now = ledger.seconds;
  const invoiceId = newId('in');
  const subscription = newSubscription(now, {
    ...start,
    status: start.trialEnd === null ? 'incomplete' : 'trialing',
    period: { start: now, end: start.trialEnd ?? renewalAfter(now, now, start.price.recurring) },
  });
  const started = keep(ledger.subscriptions, {
    ...subscription,
    items: itemsBehind(subscription, start.addOns ?? []),
    latest_invoice: invoiceId,
  });
  ledger.emitSubscriptionEvent('customer.subscription.created', started);
  const draft = draftInvoice(ledger, started, {
    id: invoiceId,
    reason: 'subscription_create',
    wholePeriod: true,
    period: { start: now, end: now },
    finalizesAt: null,
  });
  const invoice = finalizeInvoice(ledger, draft);
  const chargeable = start.charge && cardOf(ledger.customer(start.customer), started) !== 'none';
  if (chargeable || invoice.amount_due === 0) payInvoice(ledger, invoice);
  if (trialWarningAt(started) <= now) warnOfTrialEnd(ledger, started);
  return ledger.subscription(started.id);
}

/** The time of the announcement of a trial's end: three days before the end, or at once for a shorter trial. */
export const trialWarningAt = (subscription: KeptSubscription): number =>
  subscription.trial_end === null ? Infinity : subscription.trial_end - TRIAL_WARNING;

export function warnOfTrialEnd(ledger: StripeLedger, subscription: KeptSubscription): void {
  ledger.warned.add(subscription.id);
  ledger.emitSubscriptionEvent('customer.subscription.trial_will_end', ledger.subscription(subscription.id));
}
