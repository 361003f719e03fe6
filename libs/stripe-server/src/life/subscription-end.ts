import type Stripe from 'stripe';

import { keep, type StripeLedger } from '../ledger.js';
import type { KeptSubscription } from '../objects/subscription.js';

/** Ends a subscription now, however long ago it was canceled. Its open invoices are not collected any more. */
export function endSubscription(
  ledger: StripeLedger,
  id: string,
  reason: Stripe.Subscription.CancellationDetails.Reason,
  canceledAt = ledger.seconds,
): KeptSubscription {
  const before = ledger.subscription(id);
  for (const invoice of ledger.invoicesOf(before)) {
    if (invoice.status !== 'open' && invoice.status !== 'draft') continue;
    ledger.keepInvoice({
      ...invoice,
      auto_advance: false,
      automatically_finalizes_at: null,
      next_payment_attempt: null,
    });
  }
  const ended = keep(ledger.subscriptions, {
    ...before,
    canceled_at: canceledAt,
    cancellation_details: before.cancellation_details && {
      ...before.cancellation_details,
      reason,
    },
    ended_at: ledger.seconds,
    status: 'canceled',
  });
  ledger.emitSubscriptionEvent('customer.subscription.deleted', ended);
  return ended;
}
