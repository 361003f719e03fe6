import type { Stripe } from 'stripe';

import { notUnderstood } from './stripe-failure.js';
import { isSubscriptionStatus, type SubscriptionStatus } from './subscription-status.js';

/** The name under which a customer's metadata keep the uuid of the agent it was made for. */
export const AGENT_UUID = 'agent_uuid';

/** What matters of a customer. */
export interface StripeCustomer {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  /** The uuid of the agent that it was made for; null when it was made elsewhere. */
  readonly agentUuid: string | null;
  /** Whether there is something that Stripe would charge. */
  readonly hasPaymentMethod: boolean;
}

/** What matters of an item of a subscription. */
export interface StripeItem {
  readonly id: string;
  readonly price: string;
  readonly lookupKey: string | null;
  readonly periodStart: Date;
  readonly periodEnd: Date;
}

/** What matters of a subscription. */
export interface StripeSubscription {
  readonly id: string;
  readonly status: SubscriptionStatus;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
  /** Since when it is paused; null when it is not, or Stripe does not say. */
  readonly pausedAt: Date | null;
  /** At least one; add-ons may stand beside the plan, in any order. */
  readonly items: readonly StripeItem[];
  /** Whether it has, or had, a trial. */
  readonly hadTrial: boolean;
  readonly hasPaymentMethod: boolean;
}

/** A period of a subscription that was paid for. */
export interface PaidPeriod {
  readonly subscription: string;
  readonly price: string;
  readonly start: Date;
  readonly end: Date;
  readonly paidAt: Date;
  /** Whether money moved: a trial is paid for with nothing. */
  readonly charged: boolean;
}

/** @throws StripeFailure when the answer makes no sense, like the other readers here. */
export function readCustomer(customer: Stripe.Customer | Stripe.DeletedCustomer): StripeCustomer | null {
  if (customer.deleted) return null;
  const { default_payment_method: method } = customer.invoice_settings;
  return {
    id: text('customer.id', customer.id),
    name: customer.name ?? null,
    email: customer.email,
    agentUuid: customer.metadata[AGENT_UUID] ?? null,
    hasPaymentMethod: method !== null || customer.default_source !== null,
  };
}

export function readSubscription(
  subscription: Stripe.Subscription,
  items: readonly Stripe.SubscriptionItem[],
): StripeSubscription {
  const { status } = subscription;
  if (!isSubscriptionStatus(status)) throw notUnderstood('subscription.status', status);
  const pausedAt = status === 'paused' ? subscription.status_details?.paused.transitioned_at : undefined;
  if (items.length === 0) throw notUnderstood('subscription.items', items);
  return {
    id: text('subscription.id', subscription.id),
    status,
    createdAt: instant('subscription.created', subscription.created),
    endedAt: subscription.ended_at === null ? null : instant('subscription.ended_at', subscription.ended_at),
    pausedAt: pausedAt === undefined ? null : instant('subscription.status_details', pausedAt),
    items: items.map((item) => ({
      id: text('item.id', item.id),
      price: text('price.id', item.price.id),
      lookupKey: item.price.lookup_key,
      periodStart: instant('item.current_period_start', item.current_period_start),
      periodEnd: instant('item.current_period_end', item.current_period_end),
    })),
    hadTrial: subscription.trial_start !== null,
    hasPaymentMethod: subscription.default_payment_method !== null || subscription.default_source !== null,
  };
}

/**
 * Those lines of a paid invoice that are for a period of a subscription; prorations are for a part of one and left out. One
 * that is called paid without saying when, as one that came to nothing may be, was paid when it took effect.
 */
export function readPaidPeriods(invoice: Stripe.Invoice, lines: readonly Stripe.InvoiceLineItem[]): PaidPeriod[] {
  const { status_transitions: transitions, effective_at: effectiveAt, created } = invoice;
  const paidAt = instant('invoice.status_transitions.paid_at', transitions.paid_at ?? effectiveAt ?? created);
  return lines.flatMap(({ parent, period, pricing }) => {
    const details = parent?.subscription_item_details;
    const price = pricing?.price_details?.price;
    if (!details?.subscription || details.proration || price === undefined) return [];
    return {
      subscription: details.subscription,
      price: typeof price === 'string' ? price : price.id,
      start: instant('line.period.start', period.start),
      end: instant('line.period.end', period.end),
      paidAt,
      charged: invoice.amount_paid > 0,
    };
  });
}

function text(what: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw notUnderstood(what, value);
}

/** Stripe gives times in whole seconds. */
function instant(what: string, value: unknown): Date {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return new Date(value * 1_000);
  throw notUnderstood(what, value);
}
