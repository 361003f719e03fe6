import type { BillingAccountEntity, BillingAccountFields } from '../billing-account.entity.js';
import { nextCycle, type PaidCycle, paidCycles } from './paid-cycles.js';
import type { PaidPeriod, StripeCustomer, StripeSubscription } from './stripe-answers.js';
import { givesPlan, isEnded } from './subscription-status.js';

/** All that Stripe says of a customer at one moment. */
export interface StripeState {
  readonly customer: StripeCustomer;
  readonly subscriptions: readonly StripeSubscription[];
  readonly paidPeriods: readonly PaidPeriod[];
}

/** The fields of an account in which Stripe has the last word. */
export type StripeFields = Omit<BillingAccountFields, 'billingUpdatedAt'>;

type PlanFields = Pick<
  StripeFields,
  'activeBillingPlanId' | 'nextBillingPlanId' | 'lastCreditsRefresh' | 'nextCreditsRefresh'
>;

/** The plan that a price stands for, by the price's id; undefined when there is none. */
export type PlanOfPrice = (price: string) => string | undefined;

/** What is known beside what Stripe says. */
export interface Known {
  /** When the cycles began, in milliseconds, for which anything was granted. */
  readonly granted: ReadonlySet<number>;
  readonly agentSince: Date;
  readonly now: Date;
}

/** A plan that is to be granted for a cycle. */
export interface PlanCycle {
  readonly planId: string;
  readonly cycle: Date;
}

/** The subscription that counts: the newest that gives its plan, otherwise the newest that has not ended, otherwise the newest. */
export function currentSubscription(subscriptions: readonly StripeSubscription[]): StripeSubscription | undefined {
  const newestFirst = subscriptions.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
  return (
    newestFirst.find(({ status }) => givesPlan(status)) ??
    newestFirst.find(({ status }) => !isEnded(status)) ??
    newestFirst[0]
  );
}

/** What an account is to say, given what Stripe says. */
export function accountFields(
  account: BillingAccountEntity,
  { customer, subscriptions, paidPeriods }: StripeState,
  planOf: PlanOfPrice,
  now: Date,
): StripeFields {
  const current = currentSubscription(subscriptions);
  const payments = paidPeriods.filter(({ charged }) => charged).map(({ paidAt }) => paidAt.getTime());
  return {
    stripeCustomerId: customer.id,
    stripeSubscriptionId: current?.id ?? null,
    stripeSubscriptionStatus: current?.status ?? null,
    stripeHasPaymentMethod: customer.hasPaymentMethod || (current?.hasPaymentMethod ?? false),
    stripeLastPaymentDate: payments.length > 0 ? new Date(Math.max(...payments)) : null,
    isTrial: current?.status === 'trialing',
    usedTrial: account.usedTrial === true || subscriptions.some(({ hadTrial }) => hadTrial),
    isPaying: current?.status === 'active',
    ...planFields(account, current, paidCycles(paidPeriods, subscriptions, now), planOf, now),
  };
}

/**
 * What is to be granted of the cycles that were paid for. A cycle of a former period is for the plan of its price; one of
 * the current period for the plan that the agent is on by now, and the newest of these also after it was granted for
 * another. None is granted that begins while the subscription is paused, and none from before the agent was here but the
 * one under way.
 */
export function grantsOf(
  { subscriptions, paidPeriods }: StripeState,
  fields: StripeFields,
  planOf: PlanOfPrice,
  { granted, agentSince, now }: Known,
): PlanCycle[] {
  const current = currentSubscription(subscriptions);
  const cycles = paidCycles(paidPeriods, subscriptions, now);
  const newest = newestOf(cycles)?.getTime();
  return cycles.flatMap(({ subscription, price, start: cycle }) => {
    const isCurrent = subscription === current?.id && cycle >= current.periodStart && givesPlan(current.status);
    const isNewest = cycle.getTime() === newest;
    if (cycle < agentSince && !isNewest) return [];
    if (granted.has(cycle.getTime()) && !(isCurrent && isNewest)) return [];
    if (isCurrent && current.status === 'paused') return [];
    const planId = (isCurrent ? fields.activeBillingPlanId : undefined) ?? planOf(price);
    return planId ? [{ planId, cycle }] : [];
  });
}

/**
 * The plan and cycle that come with the current subscription, beside which there is no next plan. When it is over, so are
 * they; an account whose plan came from elsewhere is left as it is.
 */
function planFields(
  account: BillingAccountEntity,
  current: StripeSubscription | undefined,
  cycles: readonly PaidCycle[],
  planOf: PlanOfPrice,
  now: Date,
): PlanFields {
  const { activeBillingPlanId, nextBillingPlanId, lastCreditsRefresh, nextCreditsRefresh } = account;
  if (current && givesPlan(current.status))
    return {
      activeBillingPlanId: planOf(current.price) ?? activeBillingPlanId,
      nextBillingPlanId: null,
      lastCreditsRefresh: newestOf(cycles) ?? lastCreditsRefresh,
      nextCreditsRefresh: isGranting(current.status) ? nextCycle(current, now) : null,
    };
  return givesPlan(account.stripeSubscriptionStatus)
    ? { activeBillingPlanId: null, nextBillingPlanId: null, lastCreditsRefresh, nextCreditsRefresh: null }
    : { activeBillingPlanId, nextBillingPlanId, lastCreditsRefresh, nextCreditsRefresh };
}

function isGranting(status: StripeSubscription['status']): boolean {
  return status === 'active' || status === 'trialing';
}

function newestOf(cycles: readonly PaidCycle[]): Date | undefined {
  return cycles.map(({ start }) => start).toSorted((a, b) => b.getTime() - a.getTime())[0];
}
