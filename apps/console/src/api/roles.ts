import { queryOptions } from '@tanstack/react-query';

import { api, answerTo, type Schemas } from './client.js';

export type Role = Schemas['RoleDto'];
export type RoleBody = Schemas['RoleBody'];

export const ROLES = ['roles'] as const;

/** All roles, for everybody who is signed in. */
export const rolesQuery = queryOptions({
  queryKey: ROLES,
  queryFn: () => answerTo(api.GET('/api/v1/roles')),
});

export async function createRole(body: RoleBody): Promise<Role> {
  return answerTo(api.POST('/api/v1/roles', { body }));
}

export async function updateRole(id: number, body: RoleBody): Promise<Role> {
  return answerTo(api.PUT('/api/v1/roles/{id}', { params: { path: { id } }, body }));
}

export async function deleteRole(id: number): Promise<void> {
  await answerTo(api.DELETE('/api/v1/roles/{id}', { params: { path: { id } } }));
}
