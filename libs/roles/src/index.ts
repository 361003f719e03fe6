export * from './holders.sql.js';
export * from './role.entity.js';
export * from './roles.module.js';
export * from './roles.service.js';
