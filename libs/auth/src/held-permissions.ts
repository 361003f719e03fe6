import type { HeldRoles } from '@rollcall/identity';

import { isPermission, type Permission, PERMISSIONS } from './permissions.js';

/** The permissions of the held roles, sorted and without duplicates. */
export function permissionsOf({ admin, listed }: HeldRoles): readonly Permission[] {
  return (admin ? [...PERMISSIONS] : [...new Set(listed.filter(isPermission))]).toSorted();
}

/** The held permissions within a key's scopes; all if the key has no scopes. */
export function permissionsWithin(held: HeldRoles, scopes: readonly string[] | null): ReadonlySet<Permission> {
  const permissions = permissionsOf(held);
  return new Set(scopes ? permissions.filter((permission) => scopes.includes(permission)) : permissions);
}
