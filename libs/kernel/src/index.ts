export * from './clock.js';
export * from './domain-error.js';
export * from './page.js';
export * from './text.js';
