export * from './failing-webhooks.js';
export * from './webhook-dispatcher.js';
export * from './webhook-sender.js';
export * from './webhook-sending.module.js';
