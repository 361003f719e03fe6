export * from './activity-chain.entity.js';
export * from './activity-entries.js';
export * from './activity-log.js';
export * from './activity-sealer.js';
export * from './activity.entity.js';
export * from './activity.module.js';
export * from './changes.js';
export * from './verify-chain.js';
