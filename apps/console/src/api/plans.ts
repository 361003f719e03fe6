import { queryOptions } from '@tanstack/react-query';

import { api, answerTo, type Schemas } from './client.js';

export type Plan = Schemas['BillingPlanDto'];
export type PlanBody = Schemas['BillingPlanBody'];

export const PLANS = ['plans'] as const;

/** More than an installation has. */
const MOST_PLANS = 100;

/** The plans, the oldest first, and the agency that they belong to. */
export const plansQuery = queryOptions({
  queryKey: PLANS,
  queryFn: async () => {
    const agency = await answerTo(api.GET('/api/v1/agency'));
    const params = { path: { agency_id: agency.id }, query: { size: MOST_PLANS } };
    const { items, total } = await answerTo(
      api.GET('/api/v1/agency/billing/{agency_id}/billing_plan/list', { params }),
    );
    return { agency, plans: items, total };
  },
});

export async function createPlan(agencyId: string, body: PlanBody): Promise<Plan> {
  const params = { path: { agency_id: agencyId } };
  return answerTo(api.POST('/api/v1/agency/billing/{agency_id}/billing_plan', { params, body }));
}

export async function updatePlan(id: string, body: PlanBody): Promise<Plan> {
  return answerTo(
    api.PUT('/api/v1/agency/billing/{billing_plan_id}', { params: { path: { billing_plan_id: id } }, body }),
  );
}
