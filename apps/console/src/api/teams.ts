import { queryOptions } from '@tanstack/react-query';

import { api, answerTo, type Schemas } from './client.js';

export type Team = Schemas['TeamDto'];
export type TeamBody = Schemas['TeamBody'];

export const TEAMS = ['teams'] as const;

export const teamsQuery = queryOptions({
  queryKey: [...TEAMS, 'all'],
  queryFn: () => answerTo(api.GET('/api/v1/teams')),
});

/** How often it is asked for again while somebody looks at it, in milliseconds. */
const LIVE_MS = 5_000;

/** The members of a team that could take work now, in turn. */
export const assignableQuery = (id: number) =>
  queryOptions({
    queryKey: [...TEAMS, id, 'assignable'],
    queryFn: () => answerTo(api.GET('/api/v1/teams/{id}/assignable', { params: { path: { id } } })),
    refetchInterval: LIVE_MS,
  });

export async function createTeam(body: TeamBody): Promise<Team> {
  return answerTo(api.POST('/api/v1/teams', { body }));
}

export async function updateTeam(id: number, body: TeamBody): Promise<Team> {
  return answerTo(api.PUT('/api/v1/teams/{id}', { params: { path: { id } }, body }));
}

export async function deleteTeam(id: number): Promise<void> {
  await answerTo(api.DELETE('/api/v1/teams/{id}', { params: { path: { id } } }));
}
