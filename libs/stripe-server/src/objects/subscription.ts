import type Stripe from 'stripe';

import type { Period } from './calendar.js';
import { newId } from './ids.js';
import { planOf, type RecurringPrice } from './price.js';

/** An item of a subscription whose price is recurring and whose quantity is known. */
export interface LicensedItem extends Stripe.SubscriptionItem {
  price: RecurringPrice;
  quantity: number;
}

/** A subscription as the server stores it: add-ons, then the main item, with ids instead of objects. */
export interface KeptSubscription extends Stripe.Subscription {
  customer: string;
  default_payment_method: string | null;
  items: Stripe.ApiList<LicensedItem> & { data: [LicensedItem, ...LicensedItem[]] };
  latest_invoice: string | null;
}

export function newSubscription(
  created: number,
  fields: Pick<KeptSubscription, 'customer' | 'default_payment_method' | 'metadata' | 'status'> & {
    price: RecurringPrice;
    quantity: number;
    period: Period;
    trialEnd: number | null;
    missingPaymentMethod: Stripe.Subscription.TrialSettings.EndBehavior.MissingPaymentMethod;
  },
): KeptSubscription {
  const id = newId('sub');
  const item: LicensedItem = {
    id: newId('si'),
    object: 'subscription_item',
    billing_thresholds: null,
    created,
    current_period_end: fields.period.end,
    current_period_start: fields.period.start,
    current_trial: null,
    discounts: [],
    metadata: {},
    plan: planOf(fields.price),
    price: fields.price,
    quantity: fields.quantity,
    subscription: id,
    tax_rates: [],
  };
  return {
    id,
    object: 'subscription',
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: fields.trialEnd ?? created,
    billing_cycle_anchor_config: null,
    billing_mode: { flexible: null, type: 'classic' },
    billing_schedules: [],
    billing_thresholds: null,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    collection_method: 'charge_automatically',
    created,
    currency: fields.price.currency,
    customer: fields.customer,
    customer_account: null,
    days_until_due: null,
    default_payment_method: fields.default_payment_method,
    default_source: null,
    default_tax_rates: [],
    description: null,
    discounts: [],
    ended_at: null,
    invoice_settings: {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      issuer: { type: 'self' },
    },
    items: { object: 'list', data: [item], has_more: false, url: `/v1/subscription_items?subscription=${id}` },
    latest_invoice: null,
    livemode: false,
    managed_payments: null,
    metadata: fields.metadata,
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: {
      payment_method_options: null,
      payment_method_types: null,
      save_default_payment_method: 'off',
    },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    start_date: created,
    status: fields.status,
    test_clock: null,
    transfer_data: null,
    trial_end: fields.trialEnd,
    trial_settings: {
      end_behavior: { billing_cycle_anchor: null, missing_payment_method: fields.missingPaymentMethod },
    },
    trial_start: fields.trialEnd === null ? null : created,
  };
}

/** Marks an item as an add-on. Everything else concerns the main item. */
const ADD_ON = { add_on: 'yes' };

const isAddOn = ({ metadata }: LicensedItem): boolean => metadata.add_on !== undefined;

/** The main item of a subscription: the only one that is not an add-on. */
export function itemOf({ items }: KeptSubscription): LicensedItem {
  const [first] = items.data;
  return items.data.find((item) => !isAddOn(item)) ?? first;
}

/** The subscription's items with add-ons before them. */
export function itemsBehind(
  subscription: KeptSubscription,
  addOns: readonly RecurringPrice[],
): KeptSubscription['items'] {
  const main = itemOf(subscription);
  const [first, ...others] = [
    ...addOns.map((price) => ({ ...main, id: newId('si'), price, plan: planOf(price), metadata: ADD_ON })),
    main,
  ];
  return { ...subscription.items, data: [first, ...others] };
}

/** The current period of the subscription. */
export function periodOf(subscription: KeptSubscription): Period {
  const item = itemOf(subscription);
  return { start: item.current_period_start, end: item.current_period_end };
}

/** The subscription's items after a change of the main item: another price, quantity or period. */
export function itemsWith(
  subscription: KeptSubscription,
  change: { price?: RecurringPrice; quantity?: number; period?: Period },
): KeptSubscription['items'] {
  const { price, quantity, period } = change;
  const item: LicensedItem = {
    ...itemOf(subscription),
    ...(price && { price, plan: planOf(price) }),
    ...(quantity !== undefined && { quantity }),
    ...(period && { current_period_start: period.start, current_period_end: period.end }),
  };
  const [first, ...others] = subscription.items.data.map((other) => {
    if (!isAddOn(other)) return item;
    return period ? { ...other, current_period_start: period.start, current_period_end: period.end } : other;
  });
  return { ...subscription.items, data: [first ?? item, ...others] };
}

/** True for a subscription that nothing can bring back: `canceled` or `incomplete_expired`. */
export const hasEnded = (subscription: Stripe.Subscription): boolean =>
  subscription.status === 'canceled' || subscription.status === 'incomplete_expired';
