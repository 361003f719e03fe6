import { type ActivityChanges, type ActivityEntry, changesBetween, onlyFields, WHOM } from '@rollcall/activity';

import type { BillingAccountFields } from './billing-account.entity.js';

/** What the activity log tells of an account whose fields become those of `after`; one that is not named there stays. */
export function accountChanges(before: BillingAccountFields, after: Partial<BillingAccountFields>): ActivityChanges {
  const told = toldFields(before);
  return changesBetween(told, toldFields({ ...told, ...after }));
}

/** The entry that a change of an agent's plan leaves; none when the plan, and the next one, stayed as they were. */
export function planEntries(agentId: number, changes: ActivityChanges): ActivityEntry[] {
  const ofPlans = onlyFields(changes, 'active_billing_plan_id', 'next_billing_plan_id');
  return Object.keys(ofPlans).length > 0 ? [planEntry(agentId, ofPlans)] : [];
}

/** The entry of somebody who chose a plan for an agent, also the one that it was on. */
export function planEntry(agentId: number, changes: ActivityChanges): ActivityEntry {
  return {
    type: 'billing_plan_changed',
    description: `changed the billing plan of ${WHOM}`,
    target: { type: 'agent', id: agentId },
    changes,
  };
}

/** The entry that the customer leaves that an agent is given at Stripe. */
export function customerEntry(agentId: number, changes: ActivityChanges): ActivityEntry {
  return {
    type: 'agent_updated',
    description: `made a customer at Stripe for ${WHOM}`,
    target: { type: 'agent', id: agentId },
    changes,
  };
}

/** What the activity log tells of an account, as it is at this moment. */
export function toldFields(account: BillingAccountFields): BillingAccountFields {
  return {
    activeBillingPlanId: account.activeBillingPlanId,
    nextBillingPlanId: account.nextBillingPlanId,
    stripeCustomerId: account.stripeCustomerId,
    stripeSubscriptionId: account.stripeSubscriptionId,
    stripeSubscriptionStatus: account.stripeSubscriptionStatus,
    stripeHasPaymentMethod: account.stripeHasPaymentMethod,
    isTrial: account.isTrial,
    usedTrial: account.usedTrial,
    isPaying: account.isPaying,
    stripeLastPaymentDate: account.stripeLastPaymentDate,
    billingUpdatedAt: account.billingUpdatedAt,
    lastCreditsRefresh: account.lastCreditsRefresh,
    nextCreditsRefresh: account.nextCreditsRefresh,
  };
}
