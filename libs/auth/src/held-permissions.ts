import type { HeldRoles } from '@rollcall/identity';

import { isPermission, type Permission, PERMISSIONS } from './permissions.js';

/** The permissions that follow from the roles held, sorted and each once. */
export function permissionsOf({ admin, listed }: HeldRoles): readonly Permission[] {
  return (admin ? [...PERMISSIONS] : [...new Set(listed.filter(isPermission))]).toSorted();
}
