export * from './mail-delivery.module.js';
export type * from './mail-template.js';
export * from './mail-transport.js';
export * from './render-mail.js';
