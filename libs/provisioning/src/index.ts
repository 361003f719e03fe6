export * from './condition.js';
export * from './group.js';
export * from './group-roles.service.js';
export * from './page.js';
export * from './provisioned-groups.service.js';
export * from './provisioned-users.service.js';
export * from './provisioning.module.js';
export * from './user.js';
export type { StoredFields } from './user-search.js';
