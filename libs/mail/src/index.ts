export * from './mail-catalogue.js';
export * from './mail.entity.js';
export * from './mail.module.js';
export * from './mails.repository.js';
export * from './mails.service.js';
