export * from './access.decorators.js';
export * from './access.guard.js';
export * from './auth-http.module.js';
export { credentialsOf } from './credentials-of.js';
export { proofShownBy } from './credential-form.js';
export * from './page-origins.js';
export * from './permission.guard.js';
export * from './request-origin.js';
export * from './session-cookies.js';
