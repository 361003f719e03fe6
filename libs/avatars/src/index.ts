export * from './avatars.module.js';
export * from './avatars.service.js';
