export { ATTEMPT_MS } from './oidc-attempts.service.js';
export * from './oidc-logout.service.js';
export * from './oidc-provider.entity.js';
export * from './oidc-providers.service.js';
export * from './oidc-sign-in.service.js';
export * from './paths.js';
export * from './sign-in-refused.js';
export * from './sign-in.module.js';
