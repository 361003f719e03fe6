import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { api, answerTo, type Schemas } from './client.js';
import type { paths } from './schema.js';

export type AgentBilling = Schemas['AgentBillingDto'];
export type BillingAccount = Schemas['BillingAccountDto'];
export type CreditDay = Schemas['CreditDayDto'];
export type CreditEntry = Schemas['CreditEntryDto'];

export const billingQuery = (id: number) =>
  queryOptions({
    queryKey: ['billing', id],
    queryFn: () => answerTo(api.GET('/api/v1/agents/{id}/billing', { params: { path: { id } } })),
  });

type AccountQuery = NonNullable<paths['/api/v1/billing-accounts']['get']['parameters']['query']>;
export type AccountFilter = Pick<AccountQuery, 'plan_id' | 'subscription' | 'problem'>;
export type Subscription = NonNullable<AccountQuery['subscription']>;

const ACCOUNTS_AT_ONCE = 50;

/** The billing accounts that pass the filter, those of the newest agents first, as far as it was asked for. */
export const billingAccountsQuery = (filter: AccountFilter) =>
  infiniteQueryOptions({
    queryKey: ['billing', 'accounts', filter],
    queryFn: ({ pageParam: before }) => {
      const query = { ...filter, limit: ACCOUNTS_AT_ONCE, ...(before === null ? {} : { before }) };
      return answerTo(api.GET('/api/v1/billing-accounts', { params: { query } }));
    },
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.length < ACCOUNTS_AT_ONCE ? null : (page.at(-1)?.agent_id ?? null)),
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
