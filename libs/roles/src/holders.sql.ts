/** A subquery for the id of the role with a name, or null; `key` is an expression for the `nameKey` of the name. */
export function idOfRole(key: string): string {
  return `(SELECT r.id FROM roles r WHERE r.name_key = ${key})`;
}

/** A subquery for the ids of the agents that have a role; `id` is an expression for the id of the role. */
export function holdersOfRole(id: string): string {
  return `(SELECT ar.agent_id FROM agent_roles ar WHERE ar.role_id = ${id})`;
}

/** A condition that an agent has any role; `id` is an expression for the id of the agent. */
export function hasRole(id: string): string {
  return `EXISTS (SELECT FROM agent_roles ar WHERE ar.agent_id = ${id})`;
}
