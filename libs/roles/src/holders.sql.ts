/** The id of the role of a name, or null, as a subquery; `key` is an expression for the `nameKey` of that name. */
export function idOfRole(key: string): string {
  return `(SELECT r.id FROM roles r WHERE r.name_key = ${key})`;
}

/** The ids of the agents that have a role, as a subquery; `id` is an expression for the id of the role. */
export function holdersOfRole(id: string): string {
  return `(SELECT ar.agent_id FROM agent_roles ar WHERE ar.role_id = ${id})`;
}
