import Stripe from 'stripe';

import type { StripeServer } from '../index.js';

/** The official client, pointed at the server. */
export function connect(server: StripeServer, apiKey = server.apiKey, timeout = 10_000): Stripe {
  const { hostname, port } = new URL(server.url);
  return new Stripe(apiKey, { host: hostname, port, protocol: 'http', maxNetworkRetries: 0, timeout });
}

/** The client's error with which a promise is rejected. */
export async function failureOf(promise: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  const [outcome] = await Promise.allSettled([promise]);
  if (outcome.status === 'rejected' && outcome.reason instanceof Stripe.errors.StripeError) return outcome.reason;
  throw new Error('It did not fail with an error of Stripe.');
}

/** Unix seconds as an ISO date; the empty text for none. */
export const iso = (seconds: number | null | undefined): string =>
  seconds === null || seconds === undefined ? '' : new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
