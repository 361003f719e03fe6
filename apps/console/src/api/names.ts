import { queryOptions } from '@tanstack/react-query';

import { api, answerTo, type Schemas } from './client.js';

export type Role = Schemas['RoleDto'];
export type Team = Schemas['TeamDto'];

/** All roles, for everybody who is signed in. */
export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: () => answerTo(api.GET('/api/v1/roles')),
});

/** The teams as pickers show them, for everybody who is signed in. */
export const teamNamesQuery = queryOptions({
  queryKey: ['teams', 'names'],
  queryFn: () => answerTo(api.GET('/api/v1/teams/compact')),
});
