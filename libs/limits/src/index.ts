export * from './limits.module.js';
export * from './rate-limits.js';
