export * from './cutting-proxy.js';
export * from './database.js';
export * from './queue-backends.js';
export * from './otlp-sink.js';
export * from './smtp-sink.js';
export * from './wait-for-lock.js';
export * from './wait-for.js';
export * from './redis-server.js';
