/** The facts that decide an agent's permissions: the permissions of its roles, and whether one of these is Admin. */
export interface HeldRoles {
  readonly admin: boolean;
  readonly listed: readonly string[];
}

/** The {@link HeldRoles} of an agent as two columns of a query that has {@link joinHeldRoles} and is grouped. */
export const HELD_ROLES_COLUMNS = `coalesce(bool_or(r.built_in = 'admin'), false) AS admin,
  coalesce(array_agg(p.permission) FILTER (WHERE p.permission IS NOT NULL), '{}') AS listed`;

/**
 * From when on one of the roles of {@link joinHeldRoles} needs a second factor, as an expression of a query that is grouped; null if
 * none does.
 */
export const FACTOR_NEEDED_FROM = 'min(r.factor_needed_from)';

/** Joins the roles of the agent whose id this expression gives: one row for each permission of each role. */
export function joinHeldRoles(agentId: string): string {
  return `LEFT JOIN agent_roles ar ON ar.agent_id = ${agentId}
  LEFT JOIN roles r ON r.id = ar.role_id
  LEFT JOIN LATERAL unnest(r.permissions) AS p(permission) ON true`;
}
