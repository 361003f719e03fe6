import Stripe from 'stripe';

import { newId } from './ids.js';

/** A recurring price, billed per unit. The server supports no other prices. */
export interface RecurringPrice extends Stripe.Price {
  recurring: Stripe.Price.Recurring;
  unit_amount: number;
}

export function newPrice(
  created: number,
  fields: Pick<RecurringPrice, 'currency' | 'product' | 'unit_amount'> &
    Pick<Stripe.Price.Recurring, 'interval' | 'interval_count'> &
    Partial<Pick<Stripe.Price, 'active' | 'lookup_key' | 'metadata' | 'nickname'>>,
): RecurringPrice {
  return {
    id: newId('price'),
    object: 'price',
    active: fields.active ?? true,
    billing_scheme: 'per_unit',
    created,
    currency: fields.currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: fields.lookup_key ?? null,
    metadata: fields.metadata ?? {},
    nickname: fields.nickname ?? null,
    product: fields.product,
    recurring: {
      interval: fields.interval,
      interval_count: fields.interval_count,
      meter: null,
      trial_period_days: null,
      usage_type: 'licensed',
    },
    tax_behavior: 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: 'recurring',
    unit_amount: fields.unit_amount,
    unit_amount_decimal: Stripe.Decimal.from(fields.unit_amount),
  };
}

/** The price in its older form, which subscription items still contain besides the price. */
export function planOf(price: RecurringPrice): Stripe.Plan {
  return {
    id: price.id,
    object: 'plan',
    active: price.active,
    amount: price.unit_amount,
    amount_decimal: price.unit_amount_decimal,
    billing_scheme: price.billing_scheme,
    created: price.created,
    currency: price.currency,
    interval: price.recurring.interval,
    interval_count: price.recurring.interval_count,
    livemode: false,
    metadata: price.metadata,
    meter: null,
    nickname: price.nickname,
    product: price.product,
    tiers_mode: null,
    transform_usage: null,
    trial_period_days: null,
    usage_type: 'licensed',
  };
}
