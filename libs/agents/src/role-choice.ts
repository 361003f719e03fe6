import type { RoleEntity } from '@rollcall/roles';

import type { HeldRole } from './agent-profile.js';

/**
 * The roles that an agent is to have: a list of names in any case, or the uuid of one role and whether the agent is an
 * Admin. The uuid of a role that the agent already has changes nothing, that of another role replaces its roles, and null
 * keeps them. `superuser` gives or takes the role Admin; undefined keeps it as it is. An agent without any role gets Agent.
 */
export type RoleChoice =
  { readonly names: readonly string[] } | { readonly uuid: string | null; readonly superuser: boolean | undefined };

/** The uuid of the role that replaces the held ones; undefined when these stay. */
export function newRoleOf(choice: RoleChoice, held: readonly HeldRole[]): string | undefined {
  if ('names' in choice || choice.uuid === null || held.some(({ uuid }) => uuid === choice.uuid)) return undefined;
  return choice.uuid;
}

/**
 * The roles that a choice by uuid stands for, in the order of `known`: those that are held, the one that is chosen and the
 * two that exist from the start.
 */
export function chooseRoles(
  known: readonly RoleEntity[],
  choice: Exclude<RoleChoice, { readonly names: unknown }>,
  held: readonly HeldRole[],
): RoleEntity[] {
  const chosen = newRoleOf(choice, held);
  const stays = (role: RoleEntity) => held.some(({ uuid }) => uuid === role.uuid);
  const others = known.filter((role) => (chosen === undefined ? stays(role) : role.uuid === chosen));
  const isAdmin = choice.superuser ?? [...others, ...held].some(({ admin }) => admin);
  const isLeftWithout = !isAdmin && others.every(({ admin }) => admin);
  return known.filter((role) =>
    role.admin ? isAdmin : others.includes(role) || (isLeftWithout && role.builtIn === 'agent'),
  );
}
