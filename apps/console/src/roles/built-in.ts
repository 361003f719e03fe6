import type { Role } from '../api/roles.js';

/** Admin holds every permission and stays as it is. */
export function isFixed({ name }: Role): boolean {
  return name === 'Admin';
}

/** Admin and Agent are always there. */
export function isKept(role: Role): boolean {
  return isFixed(role) || role.name === 'Agent';
}
