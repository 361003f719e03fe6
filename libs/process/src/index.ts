export { failureText } from './failure-text.js';
export * from './readiness.js';
export * from './run-process.js';
export * from './taken-port.js';
