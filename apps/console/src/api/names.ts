import { queryOptions } from '@tanstack/react-query';

import { AGENTS } from './agents.js';
import { api, answerTo } from './client.js';

/** The teams as pickers show them, for everybody who is signed in. */
export const teamNamesQuery = queryOptions({
  queryKey: ['teams', 'names'],
  queryFn: () => answerTo(api.GET('/api/v1/teams/compact')),
});

/** Whom a team or a role is about. */
export type Group = { readonly team: string } | { readonly role: string };

/** Some of the agents of a team or with a role, and how many there are; for everybody who is signed in. */
export const groupQuery = (group: Group, online: boolean) =>
  queryOptions({
    queryKey: [...AGENTS, 'group', group, online],
    queryFn: () =>
      answerTo(
        api.GET('/api/v1/agents/compact/page', {
          params: { query: { ...group, page_size: 25, ...(online ? { availability_status: 'online' as const } : {}) } },
        }),
      ),
  });
