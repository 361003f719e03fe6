export * from './team.entity.js';
export * from './teams.module.js';
export * from './teams.service.js';
