import type Stripe from 'stripe';

import { keep, type StripeLedger } from '../ledger.js';
import { DAY, type Period } from '../objects/calendar.js';
import { cardOf } from '../objects/customer.js';
import { newId } from '../objects/ids.js';
import { newInvoiceLine } from '../objects/invoice-line.js';
import { newInvoice, type KeptInvoice } from '../objects/invoice.js';
import { hasEnded, periodOf, type KeptSubscription } from '../objects/subscription.js';
import { endSubscription } from './subscription-end.js';

/** The days after the first failure on which a renewal's payment is tried again. */
const RETRY_DAYS: readonly number[] = [1, 3, 7];

/** The lines of a whole period, one for each item; a trial costs nothing. */
function periodLines(subscription: KeptSubscription): Stripe.InvoiceLineItem[] {
  const trial = subscription.status === 'trialing';
  return subscription.items.data.map(({ price, quantity }) =>
    newInvoiceLine(subscription, {
      price,
      quantity,
      amount: trial ? 0 : price.unit_amount * quantity,
      description: `${trial ? 'Trial period for' : `${quantity} ×`} ${price.lookup_key ?? price.id}`,
      period: periodOf(subscription),
      proration: false,
    }),
  );
}

/** Changes a subscription and drafts an invoice for its new state. */
export function changeAndDraft(
  ledger: StripeLedger,
  id: string,
  change: Partial<KeptSubscription>,
  draft: Omit<InvoiceDraft, 'id'>,
): KeptInvoice {
  const invoiceId = newId('in');
  const subscription = ledger.changeSubscription(id, { ...change, latest_invoice: invoiceId });
  return draftInvoice(ledger, subscription, { ...draft, id: invoiceId });
}

/** Changes a subscription and bills the change at once, within a period. */
export function changeAndBill(
  ledger: StripeLedger,
  id: string,
  change: Partial<KeptSubscription>,
  wholePeriod: boolean,
): void {
  const period = { start: ledger.seconds, end: ledger.seconds };
  const draft = changeAndDraft(ledger, id, change, {
    reason: 'subscription_update',
    wholePeriod,
    period,
    finalizesAt: null,
  });
  payInvoice(ledger, finalizeInvoice(ledger, draft));
}

export interface InvoiceDraft {
  id: string;
  reason: Stripe.Invoice.BillingReason;
  /** Whether the invoice bills the subscription's current period, besides the lines that wait. */
  wholePeriod: boolean;
  /** The period of the invoice itself, which is the past period. */
  period: Period;
  /** The time of its automatic finalization in Unix seconds; null: never. */
  finalizesAt: number | null;
}

/** Drafts an invoice; the subscription already names it as its latest. */
export function draftInvoice(ledger: StripeLedger, subscription: KeptSubscription, draft: InvoiceDraft): KeptInvoice {
  const waiting = ledger.pendingLines.get(subscription.id) ?? [];
  ledger.pendingLines.delete(subscription.id);
  const customer = ledger.customer(subscription.customer);
  const lines = draft.wholePeriod ? [...waiting, ...periodLines(subscription)] : waiting;
  const invoice = ledger.keepInvoice(newInvoice(ledger.seconds, { ...draft, customer, subscription, lines }));
  ledger.emitInvoiceEvent('invoice.created', invoice);
  return invoice;
}

/** Computes the amount of an invoice, subtracts the customer's credit, and opens the invoice for payment. */
export function finalizeInvoice(ledger: StripeLedger, draft: KeptInvoice): KeptInvoice {
  const customer = ledger.customer(draft.customer);
  const owed = draft.total + customer.balance;
  const sequence = customer.next_invoice_sequence ?? 1;
  keep(ledger.customers, { ...customer, balance: Math.min(0, owed), next_invoice_sequence: sequence + 1 });
  const invoice = ledger.keepInvoice({
    ...draft,
    amount_due: Math.max(0, owed),
    amount_remaining: Math.max(0, owed),
    automatically_finalizes_at: null,
    effective_at: ledger.seconds,
    ending_balance: Math.min(0, owed),
    hosted_invoice_url: `https://invoice.stripe.com/i/acct_test/${draft.id}`,
    invoice_pdf: `https://pay.stripe.com/invoice/acct_test/${draft.id}/pdf`,
    number: `${customer.invoice_prefix ?? ''}-${String(sequence).padStart(4, '0')}`,
    starting_balance: customer.balance,
    status: 'open',
    status_transitions: { ...draft.status_transitions, finalized_at: ledger.seconds },
  });
  ledger.emitInvoiceEvent('invoice.finalized', invoice);
  return invoice;
}

/** Charges the customer's card for an open invoice, and changes the subscription by the result. */
export function payInvoice(ledger: StripeLedger, invoice: KeptInvoice): void {
  const customer = ledger.customer(invoice.customer);
  const card = cardOf(customer, subscriptionOf(ledger, invoice));
  if (invoice.amount_due === 0 || card === 'good') succeed(ledger, invoice);
  else fail(ledger, invoice);
}

function succeed(ledger: StripeLedger, invoice: KeptInvoice): void {
  const paid = ledger.keepInvoice({
    ...invoice,
    amount_paid: invoice.amount_due,
    amount_remaining: 0,
    attempt_count: invoice.attempt_count + (invoice.amount_due > 0 ? 1 : 0),
    attempted: true,
    auto_advance: false,
    next_payment_attempt: null,
    status: 'paid',
    status_transitions: { ...invoice.status_transitions, paid_at: ledger.seconds },
  });
  ledger.emitInvoiceEvent('invoice.paid', paid);
  ledger.emitInvoiceEvent('invoice.payment_succeeded', paid);
  const subscription = subscriptionOf(ledger, paid);
  const behind = ['incomplete', 'past_due', 'unpaid'].includes(subscription.status);
  if (behind && latestFinalized(ledger, subscription)?.id === paid.id) {
    ledger.changeSubscription(subscription.id, { status: 'active' });
  }
}

function fail(ledger: StripeLedger, invoice: KeptInvoice): void {
  const attempts = invoice.attempt_count + 1;
  const subscription = subscriptionOf(ledger, invoice);
  // The first invoice is not tried again: the subscription expires without it.
  const retryDay = subscription.status === 'incomplete' ? undefined : RETRY_DAYS[attempts - 1];
  const firstFailure = invoice.status_transitions.finalized_at ?? ledger.seconds;
  const failed = ledger.keepInvoice({
    ...invoice,
    attempt_count: attempts,
    attempted: true,
    next_payment_attempt: retryDay === undefined ? null : firstFailure + retryDay * DAY,
  });
  ledger.emitInvoiceEvent('invoice.payment_failed', failed);
  if (subscription.status === 'incomplete') return;
  if (retryDay !== undefined) {
    if (subscription.status === 'active') ledger.changeSubscription(subscription.id, { status: 'past_due' });
  } else if (ledger.settings.afterLastRetry === 'unpaid') {
    ledger.changeSubscription(subscription.id, { status: 'unpaid' });
  } else {
    endSubscription(ledger, subscription.id, 'payment_failed');
  }
}

/** Pays the open invoices of the customer, the oldest first, for subscriptions that have not ended. */
export function payOpenInvoices(ledger: StripeLedger, customerId: string): void {
  for (const { id } of [...ledger.invoices.values()]) {
    const invoice = ledger.invoice(id);
    if (invoice.customer !== customerId || invoice.status !== 'open') continue;
    if (!hasEnded(subscriptionOf(ledger, invoice))) payInvoice(ledger, invoice);
  }
}

/** Voids an open invoice: nobody has to pay it any more. */
export function voidInvoice(ledger: StripeLedger, invoice: KeptInvoice): void {
  const voided = ledger.keepInvoice({
    ...invoice,
    auto_advance: false,
    next_payment_attempt: null,
    status: 'void',
    status_transitions: { ...invoice.status_transitions, voided_at: ledger.seconds },
  });
  ledger.emitInvoiceEvent('invoice.voided', voided);
}

export const subscriptionOf = (ledger: StripeLedger, invoice: KeptInvoice): KeptSubscription =>
  ledger.subscription(invoice.parent.subscription_details.subscription);

function latestFinalized(ledger: StripeLedger, subscription: KeptSubscription): KeptInvoice | undefined {
  return ledger.invoicesOf(subscription).findLast((invoice) => invoice.status_transitions.finalized_at !== null);
}
