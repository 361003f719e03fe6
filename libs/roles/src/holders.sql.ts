/** The ids of the agents that have the role of a name, as a subquery; `key` is an expression for the `nameKey` of that name. */
export function holdersOfRole(key: string): string {
  return `(SELECT ar.agent_id FROM agent_roles ar JOIN roles r ON r.id = ar.role_id WHERE r.name_key = ${key})`;
}
