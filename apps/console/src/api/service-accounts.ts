import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { type Agent, agentOf, AGENTS } from './agents.js';
import { api, answerTo, type Schemas, taggedAnswerTo } from './client.js';

export type ServiceAccountBody = Schemas['ServiceAccountBody'];

interface ListQuery {
  readonly search?: string;
  readonly page: number;
  readonly page_size: number;
}

export const serviceAccountsQuery = (query: ListQuery) =>
  queryOptions({
    queryKey: [...AGENTS, 'services', query],
    queryFn: () => answerTo(api.GET('/api/v1/service-accounts/page', { params: { query } })),
    placeholderData: keepPreviousData,
  });

/** The first accounts that have one of these roles, each once. */
export const serviceAccountsOfQuery = (roles: readonly string[]) =>
  queryOptions({
    queryKey: [...AGENTS, 'services', 'of', roles],
    queryFn: async () => {
      const slices = await Promise.all(
        roles.map((role) =>
          answerTo(api.GET('/api/v1/service-accounts/slice', { params: { query: { role, limit: 20 } } })),
        ),
      );
      return [...new Map(slices.flatMap(({ results }) => results).map((account) => [account.id, account])).values()];
    },
  });

export async function createServiceAccount(body: ServiceAccountBody): Promise<Schemas['AgentDto']> {
  return answerTo(api.POST('/api/v1/service-accounts', { body }));
}

/** Changes the account unless somebody has changed it since it was read. @throws Problem with the status 412 then */
export async function updateServiceAccount({ id, etag }: Agent, body: ServiceAccountBody): Promise<Agent> {
  const params = { path: { id }, header: { 'If-Match': etag } };
  return agentOf(await taggedAnswerTo(api.PUT('/api/v1/service-accounts/{id}', { params, body })));
}
