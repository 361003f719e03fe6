import type Stripe from 'stripe';

import type { StripeLedger } from '../ledger.js';
import { newInvoiceLine } from '../objects/invoice-line.js';
import { itemOf, periodOf, type KeptSubscription } from '../objects/subscription.js';

/**
 * The value of the rest of the current period at the subscription's price and quantity, by the second: `-1` credits the
 * unused time, `1` charges the remaining time. https://docs.stripe.com/billing/subscriptions/prorations
 */
export function prorationLine(
  ledger: StripeLedger,
  subscription: KeptSubscription,
  sign: -1 | 1,
): Stripe.InvoiceLineItem {
  const { price, quantity } = itemOf(subscription);
  const { start, end } = periodOf(subscription);
  const rest = (end - ledger.seconds) / (end - start);
  return newInvoiceLine(subscription, {
    price,
    quantity,
    amount: sign * Math.round(price.unit_amount * quantity * rest),
    description: `${sign < 0 ? 'Unused' : 'Remaining'} time on ${price.lookup_key ?? price.id}`,
    period: { start: ledger.seconds, end },
    proration: true,
  });
}

/** Stores lines for the subscription's next invoice. */
export function addPending(ledger: StripeLedger, id: string, lines: Stripe.InvoiceLineItem[]): void {
  ledger.pendingLines.set(id, [...(ledger.pendingLines.get(id) ?? []), ...lines]);
}
