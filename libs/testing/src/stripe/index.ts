import type { StripeServer, StripeServerOptions } from './stripe-server.js';

export type { StripeRequest } from './api.js';
export type { Card as StripeCard } from './customer.js';
export type { StripeServer, StripeServerOptions } from './stripe-server.js';
export type { Trouble as StripeTrouble } from './trouble.js';

/** Starts a {@link StripeServer} on a loopback port. */
export async function startStripeServer(options?: StripeServerOptions): Promise<StripeServer> {
  // Loaded when it is called: the stripe package would slow down every test file that imports something else from here.
  const { openStripeServer } = await import('./stripe-server.js');
  return openStripeServer(options);
}
