export * from './job-handler.js';
export * from './job-runner.js';
export * from './job-worker.module.js';
export * from './schedules.js';
export * from './sweeper.js';
