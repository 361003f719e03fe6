import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { api, answerTo, type Schemas, taggedAnswerTo } from './client.js';
import type { paths } from './schema.js';

/** An agent, with the ETag by which a change says what it is a change of. */
export interface Agent extends Readonly<Schemas['AgentDto']> {
  readonly etag: string;
}

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

/** The first few agents whose name or e-mail has this in it. */
export const agentsFoundQuery = (search: string) =>
  queryOptions({
    queryKey: [...AGENTS, 'found', search],
    queryFn: () => answerTo(api.GET('/api/v1/agents/slice', { params: { query: { search, limit: 8 } } })),
    placeholderData: keepPreviousData,
  });

export const agentQuery = (id: number) =>
  queryOptions({
    queryKey: [...AGENTS, id],
    queryFn: () => readAgent(id),
  });

export async function readAgent(id: number): Promise<Agent> {
  return agentOf(await taggedAnswerTo(api.GET('/api/v1/agents/{id}', { params: { path: { id } } })));
}

/** What an answer says of an agent, with the ETag of the answer. */
export function agentOf({ data, etag }: { readonly data: Schemas['AgentDto']; readonly etag: string }): Agent {
  return { ...data, etag };
}

export async function createAgent(body: Schemas['CreateAgentBody']): Promise<Schemas['AgentDto']> {
  return answerTo(api.POST('/api/v1/agents', { body }));
}

/** Changes the agent unless somebody has changed it since it was read. @throws Problem with the status 412 then */
export async function updateAgent({ id, etag }: Agent, body: Schemas['UpdateAgentBody']): Promise<Agent> {
  const params = { path: { id }, header: { 'If-Match': etag } };
  return agentOf(await taggedAnswerTo(api.PUT('/api/v1/agents/{id}', { params, body })));
}

export async function deleteAgent(id: number): Promise<void> {
  await answerTo(api.DELETE('/api/v1/agents/{id}', { params: { path: { id } } }));
}

export async function welcomeAgent(id: number): Promise<void> {
  await answerTo(api.POST('/api/v1/agents/{id}/welcome-email', { params: { path: { id } } }));
}
