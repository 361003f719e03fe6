export * from './event.entity.js';
export * from './event-feed.entity.js';
export * from './event-feed.js';
export * from './event-types.js';
export * from './events.module.js';
export * from './events.service.js';
export * from './told-event.js';
