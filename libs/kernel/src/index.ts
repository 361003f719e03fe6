export * from './clock.js';
export * from './cut-text.js';
export * from './domain-error.js';
export * from './email.js';
export * from './name.js';
export * from './page.js';
export * from './storable-text.js';
export * from './time-zone.js';
