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
export type StripeFields = Pick<
  BillingAccountFields,
  | 'stripeCustomerId'
  | 'stripeSubscriptionId'
  | 'stripeSubscriptionStatus'
  | 'stripeHasPaymentMethod'
  | 'stripeLastPaymentDate'
  | 'isTrial'
  | 'usedTrial'
  | 'isPaying'
  | 'activeBillingPlanId'
  | 'nextBillingPlanId'
  | 'lastCreditsRefresh'
  | 'nextCreditsRefresh'
>;

type PlanFields = Pick<
  StripeFields,
  'activeBillingPlanId' | 'nextBillingPlanId' | 'lastCreditsRefresh' | 'nextCreditsRefresh'
>;

/** The plan that a price stands for, by the price's id; undefined when there is none. */
export type PlanOfPrice = (price: string) => string | undefined;

/** A plan that is to be granted for a cycle. */
export interface PlanCycle {
  readonly planId: string;
  readonly cycle: Date;
}

/** The subscription that counts: the newest that has not ended, otherwise the newest. */
export function currentSubscription(subscriptions: readonly StripeSubscription[]): StripeSubscription | undefined {
  const newestFirst = subscriptions.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
  return newestFirst.find(({ status }) => !isEnded(status)) ?? newestFirst[0];
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
 * What is to be granted: the cycles paid for since the agent is there and the newest one, each for the plan of its price,
 * and the newest also for the plan that the agent is on by now.
 */
export function grantsOf(
  { subscriptions, paidPeriods }: StripeState,
  fields: StripeFields,
  planOf: PlanOfPrice,
  agentSince: Date,
  now: Date,
): PlanCycle[] {
  const cycles = paidCycles(paidPeriods, subscriptions, now);
  const newest = newestOf(cycles);
  const paid = cycles.flatMap(({ price, start: cycle }) => {
    const planId = planOf(price);
    return planId && (cycle >= agentSince || cycle.getTime() === newest?.getTime()) ? [{ planId, cycle }] : [];
  });
  const { activeBillingPlanId: planId, isPaying, isTrial } = fields;
  const upgraded = newest && planId && (isPaying || isTrial) ? [{ planId, cycle: newest }] : [];
  return [...paid, ...upgraded];
}

/**
 * The plan and cycle that come with the current subscription. When it is over, so is its plan; an account whose plan came
 * from elsewhere is left as it is.
 */
function planFields(
  account: BillingAccountEntity,
  current: StripeSubscription | undefined,
  cycles: readonly PaidCycle[],
  planOf: PlanOfPrice,
  now: Date,
): PlanFields {
  const { activeBillingPlanId, nextBillingPlanId, lastCreditsRefresh, nextCreditsRefresh } = account;
  if (!current || !givesPlan(current.status))
    return givesPlan(account.stripeSubscriptionStatus)
      ? { activeBillingPlanId: null, nextBillingPlanId: null, lastCreditsRefresh, nextCreditsRefresh: null }
      : { activeBillingPlanId, nextBillingPlanId, lastCreditsRefresh, nextCreditsRefresh };
  const isRefreshed = current.status === 'active' || current.status === 'trialing';
  const cycleNow = {
    lastCreditsRefresh: newestOf(cycles) ?? lastCreditsRefresh,
    nextCreditsRefresh: isRefreshed ? nextCycle(current, now) : null,
  };
  const plan = planOf(current.price) ?? activeBillingPlanId;
  if (plan !== nextBillingPlanId) return { activeBillingPlanId: plan, nextBillingPlanId, ...cycleNow };
  // Stripe was told of the next plan ahead of time and bills it from the next period on; so it begins with that.
  const hasBegun = lastCreditsRefresh === null || current.periodStart > lastCreditsRefresh;
  return hasBegun
    ? { activeBillingPlanId: plan, nextBillingPlanId: null, ...cycleNow }
    : { activeBillingPlanId, nextBillingPlanId, ...cycleNow };
}

function newestOf(cycles: readonly PaidCycle[]): Date | undefined {
  return cycles.map(({ start }) => start).toSorted((a, b) => b.getTime() - a.getTime())[0];
}
