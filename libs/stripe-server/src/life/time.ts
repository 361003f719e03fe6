import type { StripeLedger } from '../ledger.js';
import { HOUR } from '../objects/calendar.js';
import type { KeptInvoice } from '../objects/invoice.js';
import { periodOf, type KeptSubscription } from '../objects/subscription.js';
import { finalizeInvoice, payInvoice } from './invoicing.js';
import { endPeriod, endTrial, expire } from './subscription-life.js';
import { trialWarningAt, warnOfTrialEnd } from './subscription-start.js';

/** How long the first invoice may stay unpaid. */
const INCOMPLETE_FOR = 23 * HOUR;

/** Something that happens without a request, at a time in Unix seconds. */
interface Due {
  at: number;
  happen: () => void;
}

/** Moves the clock forward and does everything that becomes due, in order of time. Throws if `to` is in the past. */
export function advance(ledger: StripeLedger, to: Date): void {
  if (to < ledger.now) {
    throw new Error(`It is ${ledger.now.toISOString()} already: advance to a later time than ${to.toISOString()}.`);
  }
  for (let due = next(ledger); due && due.at * 1000 <= to.getTime(); due = next(ledger)) {
    ledger.now = new Date(Math.max(due.at * 1000, ledger.now.getTime()));
    due.happen();
  }
  ledger.now = to;
}

function next(ledger: StripeLedger): Due | undefined {
  const invoices = [...ledger.invoices.values()].flatMap((invoice) => invoiceDues(ledger, invoice));
  const subscriptions = [...ledger.subscriptions.values()].flatMap((each) => subscriptionDues(ledger, each));
  // The sort is stable: at the same time, older invoices come first, then older subscriptions.
  return [...invoices, ...subscriptions].sort((a, b) => a.at - b.at)[0];
}

function invoiceDues(ledger: StripeLedger, invoice: KeptInvoice): Due[] {
  if (invoice.status === 'draft' && invoice.automatically_finalizes_at !== null) {
    const happen = () => {
      payInvoice(ledger, finalizeInvoice(ledger, invoice));
    };
    return [{ at: invoice.automatically_finalizes_at, happen }];
  }
  if (invoice.next_payment_attempt === null) return [];
  const happen = () => {
    payInvoice(ledger, invoice);
  };
  return [{ at: invoice.next_payment_attempt, happen }];
}

function subscriptionDues(ledger: StripeLedger, subscription: KeptSubscription): Due[] {
  const due = (at: number, happen: (ledger: StripeLedger, subscription: KeptSubscription) => void): Due => ({
    at,
    happen: () => {
      happen(ledger, subscription);
    },
  });
  switch (subscription.status) {
    case 'trialing':
      return [
        ...(ledger.warned.has(subscription.id) ? [] : [due(trialWarningAt(subscription), warnOfTrialEnd)]),
        due(periodOf(subscription).end, endTrial),
      ];
    case 'active':
    case 'past_due':
    case 'unpaid':
      return [due(periodOf(subscription).end, endPeriod)];
    case 'incomplete':
      return [due(subscription.created + INCOMPLETE_FOR, expire)];
    default:
      return [];
  }
}
