import type { BillingAccountEntity } from '../billing-account.entity.js';
import type { BillingAccountFields } from '../billing-fields.js';
import { nextCycle, type PaidCycle, paidCycles } from './paid-cycles.js';
import type { PaidPeriod, StripeCustomer, StripeItem, StripeSubscription } from './stripe-answers.js';
import { givesPlan, grantsPaidCycles, isEnded } from './subscription-status.js';

/** All that Stripe says of a customer at one moment. */
export interface StripeState {
  readonly customer: StripeCustomer;
  readonly subscriptions: readonly StripeSubscription[];
  readonly paidPeriods: readonly PaidPeriod[];
}

/** The fields of an account that a sync writes. */
export type StripeFields = Omit<BillingAccountFields, 'billingUpdatedAt'> & Pick<BillingAccountEntity, 'billingAnchor'>;

type PlanFields = Pick<
  StripeFields,
  'activeBillingPlanId' | 'nextBillingPlanId' | 'lastCreditsRefresh' | 'nextCreditsRefresh' | 'billingAnchor'
>;

/** The plan of a price, by the price's id; undefined when there is none. */
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

/** Whether the price of an item stands for a plan. */
export type HasPlan = (item: StripeItem) => boolean;

/**
 * The subscription that counts: the newest that gives a plan which one of its items has, otherwise the newest that would
 * give one, otherwise the newest that has not ended, otherwise the newest.
 */
export function currentSubscription(
  subscriptions: readonly StripeSubscription[],
  hasPlan: HasPlan,
): StripeSubscription | undefined {
  const newestFirst = subscriptions.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
  const giving = newestFirst.filter(({ status }) => givesPlan(status));
  return (
    giving.find(({ items }) => items.some(hasPlan)) ??
    giving[0] ??
    newestFirst.find(({ status }) => !isEnded(status)) ??
    newestFirst[0]
  );
}

/** The item whose price has a plan, wherever it is among add-ons. Undefined when there is none, or more than one. */
export function planItemOf({ items }: StripeSubscription, hasPlan: HasPlan): StripeItem | undefined {
  const [item, ...others] = items.filter(hasPlan);
  return others.length === 0 ? item : undefined;
}

/** Why no plan follows from the subscription that counts, as a sentence; null where one does, or none should. */
export function problemOf(subscription: StripeSubscription | undefined, hasPlan: HasPlan): string | null {
  if (!subscription || !givesPlan(subscription.status) || planItemOf(subscription, hasPlan)) return null;
  const count = subscription.items.filter(hasPlan).length;
  return count === 0
    ? `No item of the subscription ${subscription.id} has a price that is a plan's; give a plan its lookup key, or change the item at Stripe`
    : `${count} items of the subscription ${subscription.id} have prices that are plans'; leave one of them at Stripe`;
}

/** What an account is to say, given what Stripe says. */
export function accountFields(
  account: BillingAccountEntity,
  { customer, subscriptions, paidPeriods }: StripeState,
  planOf: PlanOfPrice,
  now: Date,
): StripeFields {
  const hasPlan: HasPlan = ({ price }) => planOf(price) !== undefined;
  const current = currentSubscription(subscriptions, hasPlan);
  const cycles = paidCycles(ofPlans(paidPeriods, planOf), subscriptions, now);
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
    ...(current && givesPlan(current.status)
      ? planGiven(account, current, planItemOf(current, hasPlan), cycles, planOf, now)
      : planLeft(account, subscriptions, ofPlans(paidPeriods, planOf), hasPlan)),
  };
}

/**
 * What is to be granted of the cycles that were paid for, be it with nothing as for a trial. Lines of an invoice that are not
 * a plan's grant nothing, and neither does a subscription that never began. A cycle of the current period is for the plan that
 * the agent is on by now, and the newest of these also after it was granted for another; any other cycle is for the plan of
 * its price, if one plan alone was paid for. None is granted that begins while the subscription is paused, and none from
 * before the agent was here but the one under way.
 */
export function grantsOf(
  { subscriptions, paidPeriods }: StripeState,
  fields: Pick<StripeFields, 'activeBillingPlanId'>,
  planOf: PlanOfPrice,
  { granted, agentSince, now }: Known,
): PlanCycle[] {
  const hasPlan: HasPlan = ({ price }) => planOf(price) !== undefined;
  const current = currentSubscription(subscriptions, hasPlan);
  const item = current && planItemOf(current, hasPlan);
  const statuses = new Map(subscriptions.map(({ id, status }) => [id, status]));
  const cycles = paidCycles(ofPlans(paidPeriods, planOf), subscriptions, now).filter(({ subscription }) => {
    const status = statuses.get(subscription);
    return status === undefined || grantsPaidCycles(status);
  });
  const newest = newestOf(cycles)?.getTime();
  return cycles.flatMap(({ subscription, price, start: cycle }) => {
    const isCurrent =
      subscription === current?.id && item !== undefined && cycle >= item.periodStart && givesPlan(current.status);
    const isNewest = cycle.getTime() === newest;
    if (cycle < agentSince && !isNewest) return [];
    if (granted.has(cycle.getTime()) && !(isCurrent && isNewest)) return [];
    if (isCurrent && current.status === 'paused' && !(current.pausedAt && cycle < current.pausedAt)) return [];
    if (isCurrent && fields.activeBillingPlanId) return [{ planId: fields.activeBillingPlanId, cycle }];
    const isOfOnePlan = cycles.every(
      (other) =>
        other.subscription !== subscription ||
        other.start.getTime() !== cycle.getTime() ||
        planOf(other.price) === planOf(price),
    );
    const planId = isOfOnePlan ? planOf(price) : undefined;
    return planId ? [{ planId, cycle }] : [];
  });
}

/** The paid cycles that begin while the current subscription is paused. They are never granted. */
export function pausedCyclesOf(
  { subscriptions, paidPeriods }: StripeState,
  planOf: PlanOfPrice,
  now: Date,
): PlanCycle[] {
  const { id, pausedAt } = currentSubscription(subscriptions, ({ price }) => planOf(price) !== undefined) ?? {};
  if (!pausedAt) return [];
  return paidCycles(ofPlans(paidPeriods, planOf), subscriptions, now)
    .filter(({ subscription, start }) => subscription === id && start >= pausedAt)
    .flatMap(({ price, start: cycle }) => {
      const planId = planOf(price);
      return planId ? [{ planId, cycle }] : [];
    });
}

/** The periods of plans; add-ons are paid for as well. */
function ofPlans(periods: readonly PaidPeriod[], planOf: PlanOfPrice): PaidPeriod[] {
  return periods.filter(({ price }) => planOf(price) !== undefined);
}

/** The plan and cycle that come with a subscription that gives its plan; beside it there is no next plan. */
function planGiven(
  { activeBillingPlanId, lastCreditsRefresh, billingAnchor }: BillingAccountEntity,
  { status }: StripeSubscription,
  item: StripeItem | undefined,
  cycles: readonly PaidCycle[],
  planOf: PlanOfPrice,
  now: Date,
): PlanFields {
  return {
    activeBillingPlanId: (item && planOf(item.price)) ?? activeBillingPlanId,
    nextBillingPlanId: null,
    lastCreditsRefresh: newestOf(cycles) ?? lastCreditsRefresh,
    nextCreditsRefresh: item && isGranting(status) ? nextCycle(item, now) : null,
    billingAnchor: item ? null : billingAnchor,
  };
}

/**
 * The plan and cycle of an account without such a subscription: they are over with the one that gave them. A plan that was
 * chosen by hand, as its anchor shows, and went on beside a subscription to add-ons alone stays.
 */
function planLeft(
  account: BillingAccountEntity,
  subscriptions: readonly StripeSubscription[],
  periods: readonly PaidPeriod[],
  hasPlan: HasPlan,
): PlanFields {
  const { activeBillingPlanId, nextBillingPlanId, lastCreditsRefresh, nextCreditsRefresh, billingAnchor } = account;
  const former = subscriptions.find(({ id }) => id === account.stripeSubscriptionId);
  const wasForAddOns =
    former && !former.items.some(hasPlan) && periods.every(({ subscription }) => subscription !== former.id);
  const isOver = givesPlan(account.stripeSubscriptionStatus) && !(wasForAddOns && billingAnchor !== null);
  return isOver
    ? {
        activeBillingPlanId: null,
        nextBillingPlanId: null,
        lastCreditsRefresh,
        nextCreditsRefresh: null,
        billingAnchor,
      }
    : { activeBillingPlanId, nextBillingPlanId, lastCreditsRefresh, nextCreditsRefresh, billingAnchor };
}

function isGranting(status: StripeSubscription['status']): boolean {
  return status === 'active' || status === 'trialing';
}

function newestOf(cycles: readonly PaidCycle[]): Date | undefined {
  return cycles.map(({ start }) => start).toSorted((a, b) => b.getTime() - a.getTime())[0];
}
