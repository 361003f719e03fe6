import { isPermission, type Permission, PERMISSIONS } from './permissions.js';

/** What decides an agent's permissions: those its roles list, and whether one of them is Admin, which has all. */
export interface HeldRoles {
  readonly admin: boolean;
  readonly listed: readonly string[];
}

/** The {@link HeldRoles} of the agent `a` as two columns of a query that joins {@link HELD_ROLES_JOINS} and is grouped. */
export const HELD_ROLES_COLUMNS = `coalesce(bool_or(r.built_in = 'admin'), false) AS admin,
  coalesce(array_agg(p.permission) FILTER (WHERE p.permission IS NOT NULL), '{}') AS listed`;

export const HELD_ROLES_JOINS = `LEFT JOIN agent_roles ar ON ar.agent_id = a.id
  LEFT JOIN roles r ON r.id = ar.role_id
  LEFT JOIN LATERAL unnest(r.permissions) AS p(permission) ON true`;

/** The permissions that follow from the roles held, sorted and each once. */
export function permissionsOf({ admin, listed }: HeldRoles): readonly Permission[] {
  return (admin ? [...PERMISSIONS] : [...new Set(listed.filter(isPermission))]).toSorted();
}
