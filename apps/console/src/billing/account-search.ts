import type { AccountFilter, Subscription } from '../api/billing.js';

export const SUBSCRIPTIONS = [
  'active',
  'trialing',
  'past_due',
  'unpaid',
  'paused',
  'incomplete',
  'incomplete_expired',
  'canceled',
  'none',
] as const satisfies readonly Subscription[];

/** Which accounts the table shows, as the address says it. */
export interface AccountSearch {
  /** The id of a plan. */
  readonly plan?: string | undefined;
  readonly subscription?: Subscription | undefined;
  /** Only those whose plan Stripe does not give. */
  readonly problem?: true | undefined;
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Reads an address that anybody may have written: what makes no sense is as if it were not there. */
export function parseAccountSearch({ plan, subscription, problem }: Readonly<Record<string, unknown>>): AccountSearch {
  const known = SUBSCRIPTIONS.find((word) => word === subscription);
  return {
    ...(typeof plan === 'string' && UUID.test(plan) ? { plan } : {}),
    ...(known ? { subscription: known } : {}),
    ...(String(problem) === 'true' ? { problem: true } : {}),
  };
}

/** What is asked of the api. */
export function accountFilterOf({ plan, subscription, problem }: AccountSearch): AccountFilter {
  return {
    ...(plan ? { plan_id: plan } : {}),
    ...(subscription ? { subscription } : {}),
    ...(problem ? { problem } : {}),
  };
}
