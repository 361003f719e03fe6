export * from './deliveries.repository.js';
export { secretProblem } from './signature.js';
export * from './webhook-deliveries.service.js';
export * from './webhook-delivery.entity.js';
export * from './webhook-health.service.js';
export * from './webhook.entity.js';
export * from './webhooks.module.js';
export * from './webhooks.service.js';
