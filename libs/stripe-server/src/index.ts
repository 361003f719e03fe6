export { startStripeServer, type StripeServer, type StripeServerOptions } from './stripe-server.js';
