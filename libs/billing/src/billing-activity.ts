import { type ActivityChanges, type ActivityEntry, changesBetween, onlyFields, WHOM } from '@rollcall/activity';

import { BILLING_FIELD_NAMES, type BillingAccountFields } from './billing-fields.js';

/** The changes, for the activity log, of an account whose fields become those of `after`; a field that is not named there stays. */
export function accountChanges(before: BillingAccountFields, after: Partial<BillingAccountFields>): ActivityChanges {
  return changesBetween(loggedFields(before), loggedFields({ ...before, ...after }));
}

/** The entry that a change of an agent's plan leaves; none when the plan, and the next one, stayed as they were. */
export function planEntries(agentId: number, changes: ActivityChanges): ActivityEntry[] {
  const ofPlans = onlyFields(changes, 'active_billing_plan_id', 'next_billing_plan_id');
  return Object.keys(ofPlans).length > 0 ? [planEntry(agentId, ofPlans)] : [];
}

/** The entry for a plan that somebody chose for an agent, also when the agent was on that plan already. */
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

/** The fields of an account that the activity log has: those that somebody may set. */
function loggedFields(account: BillingAccountFields): Partial<BillingAccountFields> {
  return Object.fromEntries(BILLING_FIELD_NAMES.map((field) => [field, account[field]]));
}
