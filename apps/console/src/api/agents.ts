import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { api, answerTo, type Schemas } from './client.js';
import type { paths } from './schema.js';

export type Agent = Schemas['AgentDto'];
export type AgentSummary = Schemas['CompactAgentDto'];
export type Availability = AgentSummary['availability_status'];
export type AgentListQuery = NonNullable<paths['/api/v1/agents/page']['get']['parameters']['query']>;

/** All that is known of agents: what is changed makes it be asked again. */
export const AGENTS = ['agents'] as const;

export const agentPageQuery = (query: AgentListQuery) =>
  queryOptions({
    queryKey: [...AGENTS, 'page', query],
    queryFn: () => answerTo(api.GET('/api/v1/agents/page', { params: { query } })),
    placeholderData: keepPreviousData,
  });

export const agentQuery = (id: number) =>
  queryOptions({
    queryKey: [...AGENTS, id],
    queryFn: () => answerTo(api.GET('/api/v1/agents/{id}', { params: { path: { id } } })),
  });

export async function createAgent(body: Schemas['CreateAgentBody']): Promise<Agent> {
  return answerTo(api.POST('/api/v1/agents', { body }));
}

export async function updateAgent(id: number, body: Schemas['UpdateAgentBody']): Promise<Agent> {
  return answerTo(api.PUT('/api/v1/agents/{id}', { params: { path: { id } }, body }));
}

export async function deleteAgent(id: number): Promise<void> {
  await answerTo(api.DELETE('/api/v1/agents/{id}', { params: { path: { id } } }));
}

export async function welcomeAgent(id: number): Promise<void> {
  await answerTo(api.POST('/api/v1/agents/{id}/welcome-email', { params: { path: { id } } }));
}
