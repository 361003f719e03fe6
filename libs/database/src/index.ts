export * from './database-client.js';
export * from './data-source-options.js';
export * from './database-errors.js';
export * from './database.module.js';
export * from './delete-in-batches.js';
export * from './migrate.js';
export * from './together.js';
export * from './transactions.js';
