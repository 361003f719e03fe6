export * from './log-context.js';
export * from './metrics.js';
export * from './metrics-server.js';
export * from './sampled-gauge.js';
export * from './tracing.js';
