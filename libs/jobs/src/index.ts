export * from './catalogue.js';
export * from './job-outbox.entity.js';
export * from './job-queues.js';
export * from './jobs.js';
export * from './jobs.module.js';
export * from './outbox.repository.js';
export * from './queue-backend.js';
export * from './worker/index.js';
