import type { HeldRoles } from '@rollcall/identity';

import { isPermission, type Permission, PERMISSIONS } from './permissions.js';

/** The permissions that follow from the roles held, sorted and each once. */
export function permissionsOf({ admin, listed }: HeldRoles): readonly Permission[] {
  return (admin ? [...PERMISSIONS] : [...new Set(listed.filter(isPermission))]).toSorted();
}

/** Those of them that a key with these scopes lets through; all when the key has none. */
export function permissionsWithin(held: HeldRoles, scopes: readonly string[] | null): ReadonlySet<Permission> {
  const permissions = permissionsOf(held);
  return new Set(scopes ? permissions.filter((permission) => scopes.includes(permission)) : permissions);
}
