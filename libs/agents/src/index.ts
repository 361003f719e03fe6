export * from './agent-availability.service.js';
export * from './agent-credentials.service.js';
export * from './agent-directory.service.js';
export * from './agent-profile.js';
export * from './agent.entity.js';
export * from './agents.module.js';
export * from './agents.service.js';
export * from './bootstrap.service.js';
