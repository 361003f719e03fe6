import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { api, answerTo, type Schemas } from './client.js';

export type AgentBilling = Schemas['AgentBillingDto'];
export type CreditDay = Schemas['CreditDayDto'];
export type CreditEntry = Schemas['CreditEntryDto'];

export const billingQuery = (id: number) =>
  queryOptions({
    queryKey: ['billing', id],
    queryFn: () => answerTo(api.GET('/api/v1/agents/{id}/billing', { params: { path: { id } } })),
  });

/** The ledger of an agent, the latest entry first, as far as it was asked for. */
export const ledgerQuery = (id: number) =>
  infiniteQueryOptions({
    queryKey: ['billing', id, 'ledger'],
    queryFn: ({ pageParam: cursor }) => {
      const query = { limit: 25, ...(cursor === null ? {} : { cursor }) };
      return answerTo(api.GET('/api/v1/agents/{id}/credit-entries', { params: { path: { id }, query } }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
  });
