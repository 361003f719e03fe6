export * from './agency.entity.js';
export * from './billing-account.entity.js';
export * from './billing-accounts.js';
export * from './billing-fields.js';
export * from './billing-plan.entity.js';
export * from './billing-plans.service.js';
export * from './billing.module.js';
