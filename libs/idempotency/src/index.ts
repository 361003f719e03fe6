export * from './idempotency.module.js';
export * from './idempotent-answers.js';
export * from './slot.js';
