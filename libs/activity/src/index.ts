export * from './activity-log.js';
export * from './activity.entity.js';
export * from './activity.module.js';
