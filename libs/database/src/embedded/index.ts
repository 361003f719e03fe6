export * from './embedded-server.js';
export * from './free-port.js';
export { type ProcessInfo, processInfo } from './process-info.js';
