/** What a change of memberships, or of what a group gives, does to the roles of one agent. All are names. */
export interface RoleChange {
  /** What the agent has. */
  readonly held: readonly string[];
  /** What the groups give in which the agent stays. */
  readonly kept: ReadonlySet<string>;
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/** The roles after the change, each once; null if they are the same. What another group of the agent gives is not lost. */
export function rolesAfter({ held, kept, add, remove }: RoleChange): readonly string[] | null {
  const left = held.filter((name) => !remove.includes(name) || kept.has(name));
  const roles = [...new Set([...left, ...add])];
  return roles.length === held.length && roles.every((name) => held.includes(name)) ? null : roles;
}
