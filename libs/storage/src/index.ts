export * from './storage.module.js';
export * from './stored-files.js';
