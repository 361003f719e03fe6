import type Stripe from 'stripe';

import type { StripeLedger } from '../ledger.js';
import { renewalAfter } from '../objects/calendar.js';
import type { RecurringPrice } from '../objects/price.js';
import { hasEnded, itemOf, itemsWith, type KeptSubscription } from '../objects/subscription.js';
import { invalid } from '../requests/stripe-problem.js';
import { changeAndBill } from './invoicing.js';
import { addPending, prorationLine } from './proration.js';

export type ProrationBehavior = Stripe.SubscriptionUpdateParams.ProrationBehavior;

/**
 * Changes the price or the quantity of a subscription. Within a paid period, the remaining time is credited at the old
 * price and charged at the new price, on the next invoice or, with `always_invoice`, at once. A price with another
 * interval begins a new period that is billed at once, and so does a change from a free price to one that is not free.
 */
export function changePrice(
  ledger: StripeLedger,
  subscription: KeptSubscription,
  change: { price?: RecurringPrice; quantity?: number; prorationBehavior?: ProrationBehavior },
): void {
  const { id, status } = subscription;
  const before = itemOf(subscription);
  const { price = before.price, quantity = before.quantity, prorationBehavior = 'create_prorations' } = change;
  if (price.id === before.price.id && quantity === before.quantity) return;
  if (hasEnded(subscription)) {
    throw invalid('A canceled subscription can only update its cancellation_details and metadata.');
  }
  if (status === 'incomplete') {
    throw invalid('An incomplete subscription can only update its metadata and default_source.');
  }
  const items = itemsWith(subscription, { price, quantity });
  // A trial and a pause cost nothing, so there is nothing to credit: the new price counts from their end.
  if (status === 'trialing' || status === 'paused') {
    ledger.changeSubscription(id, { items });
    return;
  }
  const prorates = prorationBehavior !== 'none';
  if (prorates) addPending(ledger, id, [prorationLine(ledger, subscription, -1)]);
  if (beginsPeriod(before.price, price)) {
    const now = ledger.seconds;
    const period = { start: now, end: renewalAfter(now, now, price.recurring) };
    const inPeriod = itemsWith(subscription, { price, quantity, period });
    const cancelAt = subscription.cancel_at_period_end ? period.end : null;
    changeAndBill(ledger, id, { billing_cycle_anchor: now, cancel_at: cancelAt, items: inPeriod }, true);
    return;
  }
  if (prorates) addPending(ledger, id, [prorationLine(ledger, { ...subscription, items }, 1)]);
  if (prorationBehavior === 'always_invoice') changeAndBill(ledger, id, { items }, false);
  else ledger.changeSubscription(id, { items });
}

function beginsPeriod(before: RecurringPrice, after: RecurringPrice): boolean {
  return (
    before.recurring.interval !== after.recurring.interval ||
    before.recurring.interval_count !== after.recurring.interval_count ||
    (before.unit_amount === 0 && after.unit_amount > 0)
  );
}
