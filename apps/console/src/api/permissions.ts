import type { Schemas } from './client.js';

/** What a role may hold. */
export type Permission = Schemas['RoleBody']['permissions'][number];

/** Somebody who holds permissions. */
interface Holder {
  readonly permissions: readonly string[];
}

/** Whether they hold the permission. The api decides; this is for not offering what it would refuse. */
export function may(who: Holder, permission: Permission): boolean {
  return who.permissions.includes(permission);
}

/** Whether they could give it to others: nobody hands out what they do not hold. */
export function mayGrant(who: Holder, { permissions }: Holder): boolean {
  return permissions.every((permission) => who.permissions.includes(permission));
}

/** A permission that an agent holds, and the names of the roles by which. */
export interface HeldPermission {
  readonly permission: string;
  readonly through: readonly string[];
}

/** What an agent may do, and through which of its roles. */
export function heldPermissions(
  agent: Holder & { readonly roles: readonly string[] },
  roles: readonly (Holder & { readonly name: string })[],
): HeldPermission[] {
  const own = roles.filter(({ name }) => agent.roles.includes(name));
  return agent.permissions.map((permission) => ({
    permission,
    through: own.filter(({ permissions }) => permissions.includes(permission)).map(({ name }) => name),
  }));
}
