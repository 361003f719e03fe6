export * from './mail-catalogue.js';
export * from './mail-delivery.module.js';
export type * from './mail-template.js';
export * from './mail-transport.js';
export * from './mail.entity.js';
export * from './mail.module.js';
export * from './mails.repository.js';
export * from './mails.service.js';
export * from './render-mail.js';
