import type { StripeLedger } from '../ledger.js';
import { renewalAfter } from '../objects/calendar.js';
import { cardOf } from '../objects/customer.js';
import { itemOf, itemsWith, periodOf, type KeptSubscription } from '../objects/subscription.js';
import { invalid } from '../requests/stripe-problem.js';
import { changeAndBill, changeAndDraft, finalizeInvoice, payInvoice, voidInvoice } from './invoicing.js';
import { addPending, prorationLine } from './proration.js';
import { endSubscription } from './subscription-end.js';

/** The end of a trial: the first paid period begins; without a card, the agreed `missing_payment_method` happens. */
export function endTrial(ledger: StripeLedger, subscription: KeptSubscription): void {
  const { id, cancel_at_period_end, trial_settings } = subscription;
  if (cancel_at_period_end) {
    endAtPeriodEnd(ledger, subscription);
    return;
  }
  const behavior = trial_settings?.end_behavior.missing_payment_method;
  const hasCard = cardOf(ledger.customer(subscription.customer), subscription) !== 'none';
  if (hasCard || behavior === 'create_invoice') renew(ledger, subscription);
  else if (behavior === 'cancel') endSubscription(ledger, id, 'cancellation_requested');
  else toPaused(ledger, subscription, 'trial_end_without_payment_method');
}

/** The end of a period: the next one begins and is billed, or the subscription ends. */
export function endPeriod(ledger: StripeLedger, subscription: KeptSubscription): void {
  if (subscription.cancel_at_period_end) endAtPeriodEnd(ledger, subscription);
  else renew(ledger, subscription);
}

function endAtPeriodEnd(ledger: StripeLedger, subscription: KeptSubscription): void {
  endSubscription(ledger, subscription.id, 'cancellation_requested', subscription.canceled_at ?? ledger.seconds);
}

function renew(ledger: StripeLedger, subscription: KeptSubscription): void {
  const past = periodOf(subscription);
  const unpaid = subscription.status === 'unpaid';
  const finalizesAt = unpaid ? null : ledger.seconds + ledger.settings.draftSeconds;
  const end = renewalAfter(past.end, subscription.billing_cycle_anchor, itemOf(subscription).price.recurring);
  const draft = changeAndDraft(
    ledger,
    subscription.id,
    {
      items: itemsWith(subscription, { period: { start: past.end, end } }),
      ...(subscription.status === 'trialing' && { status: 'active' }),
    },
    { reason: 'subscription_cycle', wholePeriod: true, period: past, finalizesAt },
  );
  if (finalizesAt === ledger.seconds) payInvoice(ledger, finalizeInvoice(ledger, draft));
}

/** The first invoice was not paid in time. */
export function expire(ledger: StripeLedger, subscription: KeptSubscription): void {
  ledger.changeSubscription(subscription.id, { status: 'incomplete_expired', ended_at: ledger.seconds });
  for (const invoice of ledger.invoicesOf(subscription)) if (invoice.status === 'open') voidInvoice(ledger, invoice);
}

/** Pauses on request. The next invoice credits the remaining time of a paid period. */
export function pause(ledger: StripeLedger, subscription: KeptSubscription): void {
  if (!['active', 'past_due', 'trialing'].includes(subscription.status)) {
    throw invalid(`A subscription that is ${subscription.status} cannot be paused.`);
  }
  if (subscription.status !== 'trialing') {
    addPending(ledger, subscription.id, [prorationLine(ledger, subscription, -1)]);
  }
  toPaused(ledger, subscription, 'pause_requested');
}

function toPaused(
  ledger: StripeLedger,
  { id }: KeptSubscription,
  reason: 'pause_requested' | 'trial_end_without_payment_method',
): void {
  const paused = ledger.changeSubscription(id, {
    status: 'paused',
    status_details: {
      paused: { subscription: { type: reason }, transitioned_at: ledger.seconds, type: 'subscription' },
    },
  });
  ledger.emitSubscriptionEvent('customer.subscription.paused', paused);
}

/** Resumes a paused subscription: a new period begins now and is billed at once. */
export function resume(ledger: StripeLedger, subscription: KeptSubscription): void {
  const { id, status } = subscription;
  if (status !== 'paused') throw invalid(`A subscription that is ${status} cannot be resumed: only a paused one can.`);
  const now = ledger.seconds;
  const period = { start: now, end: renewalAfter(now, now, itemOf(subscription).price.recurring) };
  const items = itemsWith(subscription, { period });
  changeAndBill(ledger, id, { billing_cycle_anchor: now, items, status: 'active' }, true);
  ledger.emitSubscriptionEvent('customer.subscription.resumed', ledger.subscription(id));
}
