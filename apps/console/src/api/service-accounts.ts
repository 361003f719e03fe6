import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { AGENTS } from './agents.js';
import { api, answerTo, type Schemas } from './client.js';

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

export async function createServiceAccount(body: ServiceAccountBody): Promise<Schemas['AgentDto']> {
  return answerTo(api.POST('/api/v1/service-accounts', { body }));
}

export async function updateServiceAccount(id: number, body: ServiceAccountBody): Promise<Schemas['AgentDto']> {
  return answerTo(api.PUT('/api/v1/service-accounts/{id}', { params: { path: { id } }, body }));
}
