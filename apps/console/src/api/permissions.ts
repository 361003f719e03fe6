import type { Me } from './session.js';
import type { Schemas } from './client.js';

/** What a role may hold. */
export type Permission = Schemas['RoleBody']['permissions'][number];

/** Whether the caller holds the permission. The api decides; this is for not offering what it would refuse. */
export function may(me: Me, permission: Permission): boolean {
  return me.permissions.includes(permission);
}
