/** A subquery for the id of the role with a name, or null; `key` is an expression for the `nameKey` of the name. */
export function idOfRole(key: string): string {
  return `(SELECT r.id FROM roles r WHERE r.name_key = ${key})`;
}

/** A subquery for the ids of the agents that have a role; `id` is an expression for the id of the role. */
export function holdersOfRole(id: string): string {
  return `(SELECT ar.agent_id FROM agent_roles ar WHERE ar.role_id = ${id})`;
}
