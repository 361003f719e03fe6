import Stripe from 'stripe';

import type { Period } from './calendar.js';
import { idOf, newId } from './ids.js';
import type { RecurringPrice } from './price.js';
import { itemOf, type KeptSubscription } from './subscription.js';

/** A line of a subscription's invoice. A proration line waits with `invoice: null` for the invoice that takes it. */
export function newInvoiceLine(
  subscription: KeptSubscription,
  fields: {
    price: RecurringPrice;
    quantity: number;
    amount: number;
    description: string;
    period: Period;
    proration: boolean;
  },
): Stripe.InvoiceLineItem {
  return {
    id: newId('il'),
    object: 'line_item',
    amount: fields.amount,
    currency: subscription.currency,
    description: fields.description,
    discount_amounts: [],
    discountable: !fields.proration,
    discounts: [],
    invoice: null,
    livemode: false,
    metadata: subscription.metadata,
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: fields.proration ? newId('ii') : null,
        proration: fields.proration,
        proration_details: { credited_items: null },
        subscription: subscription.id,
        subscription_item: itemOf(subscription).id,
      },
      type: 'subscription_item_details',
    },
    period: fields.period,
    pretax_credit_amounts: [],
    pricing: {
      price_details: { price: fields.price.id, product: idOf(fields.price.product) },
      type: 'price_details',
      unit_amount_decimal: fields.price.unit_amount_decimal,
    },
    quantity: fields.quantity,
    quantity_decimal: Stripe.Decimal.from(fields.quantity),
    subscription: subscription.id,
    subtotal: fields.amount,
    taxes: [],
  };
}
