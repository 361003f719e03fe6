import type Stripe from 'stripe';

import type { StripeLedger } from '../ledger.js';
import { changePrice } from '../life/price-change.js';
import { endSubscription } from '../life/subscription-end.js';
import { endTrial, pause, resume } from '../life/subscription-life.js';
import { startSubscription, warnOfTrialEnd } from '../life/subscription-start.js';
import { DAY } from '../objects/calendar.js';
import { cardOf } from '../objects/customer.js';
import { hasEnded, itemOf, itemsWith, periodOf, type KeptSubscription } from '../objects/subscription.js';
import { listPage, readPage } from '../requests/paging.js';
import type { ParamReader } from '../requests/param-reader.js';
import { invalid, missing, StripeProblem } from '../requests/stripe-problem.js';
import type { Route } from './route.js';

const MAX_ITEMS = 10;

const STATUSES = [
  'active',
  'all',
  'canceled',
  'ended',
  'incomplete',
  'incomplete_expired',
  'past_due',
  'paused',
  'trialing',
  'unpaid',
] as const;
const PRORATIONS = ['always_invoice', 'create_prorations', 'none'] as const;
const PAYMENTS = ['allow_incomplete', 'default_incomplete', 'error_if_incomplete'] as const;
const WITHOUT_CARD = ['cancel', 'create_invoice', 'pause'] as const;

export const SUBSCRIPTION_ROUTES: readonly Route[] = [
  { method: 'POST', path: '/v1/subscriptions', handle: create },
  { method: 'GET', path: '/v1/subscriptions', handle: list },
  {
    method: 'GET',
    path: '/v1/subscriptions/:id',
    handle: (ledger, params, id) => {
      params.finish();
      return withFirstItems(ledger.subscription(id));
    },
  },
  {
    method: 'GET',
    path: '/v1/subscription_items',
    handle: (ledger, params) => {
      const page = readPage(params);
      const { items } = ledger.subscription(params.requiredText('subscription'), 'subscription');
      params.finish();
      return listPage('/v1/subscription_items', 'subscription_item', items.data.toReversed(), () => true, page);
    },
  },
  { method: 'POST', path: '/v1/subscriptions/:id', handle: update },
  {
    method: 'DELETE',
    path: '/v1/subscriptions/:id',
    handle: (ledger, params, id) => {
      params.finish();
      // Stripe cancels only subscriptions that have not ended; it does not find others.
      if (hasEnded(ledger.subscription(id))) throw missing('subscription', id);
      return endSubscription(ledger, id, 'cancellation_requested');
    },
  },
  {
    method: 'POST',
    path: '/v1/subscriptions/:id/pause',
    handle: (ledger, params, id) => {
      params.finish();
      pause(ledger, ledger.subscription(id));
      return ledger.subscription(id);
    },
  },
  {
    method: 'POST',
    path: '/v1/subscriptions/:id/resume',
    handle: (ledger, params, id) => {
      params.finish();
      resume(ledger, ledger.subscription(id));
      return ledger.subscription(id);
    },
  },
];

function list(ledger: StripeLedger, params: ParamReader): Stripe.ApiList<Stripe.Subscription> {
  const page = readPage(params);
  const customer = params.text('customer');
  const price = params.text('price');
  const status = params.word('status', STATUSES);
  params.finish();
  if (customer !== undefined && !ledger.customers.has(customer)) ledger.customer(customer, 'customer');
  if (price !== undefined) ledger.price(price, 'price');
  const hasStatus = (subscription: KeptSubscription): boolean => {
    if (status === undefined) return subscription.status !== 'canceled';
    if (status === 'ended') return hasEnded(subscription);
    return status === 'all' || subscription.status === status;
  };
  const subscriptions = listPage(
    '/v1/subscriptions',
    'subscription',
    ledger.subscriptions.values(),
    (subscription) =>
      (customer ?? subscription.customer) === subscription.customer &&
      (price ?? itemOf(subscription).price.id) === itemOf(subscription).price.id &&
      hasStatus(subscription),
    page,
  );
  return { ...subscriptions, data: subscriptions.data.map(withFirstItems) };
}

/** A subscription contains its first ten items; clients request the others. */
function withFirstItems(subscription: KeptSubscription): Stripe.Subscription {
  const { items } = subscription;
  return {
    ...subscription,
    items: { ...items, data: items.data.slice(0, MAX_ITEMS), has_more: items.data.length > MAX_ITEMS },
  };
}

function create(ledger: StripeLedger, params: ParamReader): KeptSubscription {
  const customer = ledger.customer(params.requiredText('customer'), 'customer');
  const item = oneItem(params);
  if (!item) throw invalid('Missing required param: items.', 'items', 'parameter_missing');
  const price = ledger.price(item.requiredText('price'), 'items[0][price]');
  const quantity = item.integer('quantity') ?? 1;
  const metadata = params.metadata({});
  const trialEnd = readTrialEnd(ledger, params);
  const endBehavior = params.group('trial_settings')?.group('end_behavior');
  const missingPaymentMethod = endBehavior?.word('missing_payment_method', WITHOUT_CARD) ?? 'create_invoice';
  const payment = params.word('payment_behavior', PAYMENTS) ?? 'allow_incomplete';
  const defaultPaymentMethod = params.text('default_payment_method') ?? null;
  params.word('proration_behavior', PRORATIONS);
  params.flag('off_session');
  params.finish();
  const card = cardOf(customer, { default_payment_method: defaultPaymentMethod });
  const pays = trialEnd === null && price.unit_amount * quantity > 0 && payment !== 'default_incomplete';
  if (pays && card === 'none') {
    throw invalid(
      'This customer has no attached payment source or default payment method. Please consider adding a default payment method.',
      undefined,
      'resource_missing',
    );
  }
  if (pays && card === 'declined' && payment === 'error_if_incomplete') {
    throw new StripeProblem(402, {
      type: 'card_error',
      code: 'card_declined',
      decline_code: 'generic_decline',
      message: 'Your card was declined.',
    });
  }
  const charge = payment !== 'default_incomplete';
  return startSubscription(ledger, {
    customer: customer.id,
    default_payment_method: defaultPaymentMethod,
    price,
    quantity,
    metadata,
    trialEnd,
    missingPaymentMethod,
    charge,
  });
}

function readTrialEnd(ledger: StripeLedger, params: ParamReader): number | null {
  const days = params.integer('trial_period_days', 0, 730);
  const end = params.text('trial_end') === 'now' ? undefined : params.integer('trial_end', ledger.seconds);
  if (end !== undefined) return end;
  return days ? ledger.seconds + days * DAY : null;
}

function update(ledger: StripeLedger, params: ParamReader, id: string): KeptSubscription {
  const before = ledger.subscription(id);
  const metadata = params.metadata(before.metadata);
  const cancelAtPeriodEnd = params.flag('cancel_at_period_end');
  const prorationBehavior = params.word('proration_behavior', PRORATIONS);
  const payment = params.word('payment_behavior', ['allow_incomplete']);
  const defaultPaymentMethod = params.text('default_payment_method');
  const endsTrial = params.word('trial_end', ['now']) !== undefined && before.status === 'trialing';
  const item = oneItem(params);
  const itemId = item?.text('id');
  const priceId = item?.text('price');
  const quantity = item?.integer('quantity');
  params.finish();
  if (
    hasEnded(before) &&
    (item ?? cancelAtPeriodEnd ?? prorationBehavior ?? payment ?? defaultPaymentMethod) !== undefined
  ) {
    throw invalid('A canceled subscription can only update its cancellation_details and metadata.');
  }
  if (item && itemId === undefined) {
    throw invalid('Without its id an item would be added to the one there is; the test server keeps one.', 'items');
  }
  if (itemId !== undefined && itemId !== itemOf(before).id) throw missing('subscription_item', itemId, 'items[0][id]');
  const price = priceId === undefined ? undefined : ledger.price(priceId, 'items[0][price]');
  ledger.changeSubscription(id, {
    metadata,
    ...(defaultPaymentMethod !== undefined && { default_payment_method: defaultPaymentMethod || null }),
    ...(cancelAtPeriodEnd !== undefined && cancelation(ledger, before, cancelAtPeriodEnd)),
  });
  changePrice(ledger, ledger.subscription(id), {
    ...(price && { price }),
    ...(quantity !== undefined && { quantity }),
    ...(prorationBehavior && { prorationBehavior }),
  });
  if (endsTrial) endTrialNow(ledger, ledger.subscription(id));
  return ledger.subscription(id);
}

/** The changes when a subscription is canceled at the end of its period, or when that is taken back. */
export function cancelation(
  ledger: StripeLedger,
  before: KeptSubscription,
  cancels: boolean,
): Partial<KeptSubscription> {
  return {
    cancel_at: cancels ? periodOf(before).end : null,
    cancel_at_period_end: cancels,
    canceled_at: cancels ? ledger.seconds : null,
    cancellation_details: before.cancellation_details && {
      ...before.cancellation_details,
      reason: cancels ? 'cancellation_requested' : null,
    },
  };
}

function endTrialNow(ledger: StripeLedger, subscription: KeptSubscription): void {
  const now = ledger.seconds;
  if (!ledger.warned.has(subscription.id)) warnOfTrialEnd(ledger, subscription);
  const ending = ledger.changeSubscription(subscription.id, {
    billing_cycle_anchor: now,
    items: itemsWith(subscription, { period: { start: periodOf(subscription).start, end: now } }),
    trial_end: now,
  });
  endTrial(ledger, ending);
}

function oneItem(params: ParamReader): ParamReader | undefined {
  const items = params.groupList('items');
  if (items && items.length !== 1) throw invalid('The test server keeps one item in a subscription.', 'items');
  return items?.[0];
}
