export * from './error-text.js';
export * from './public-address.js';
export * from './public-connector.js';
