export * from './agents.sql.js';
export * from './held-roles.sql.js';
