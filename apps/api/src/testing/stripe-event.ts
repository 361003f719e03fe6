import { Stripe } from 'stripe';

import type { Extras } from './client.js';

export const STRIPE_SETTINGS = { STRIPE_API_KEY: 'sk_test_key', STRIPE_WEBHOOK_SECRET: 'whsec_secret' };

/** What can be said of an event beside its id. */
export interface EventOptions {
  readonly type?: string;
  readonly customer?: string | null;
  readonly secret?: string;
  /** When it was signed, in seconds. */
  readonly timestamp?: number;
}

/** A request that brings an event as Stripe sends and signs it. */
export function stripeEvent(
  id: string,
  {
    type = 'customer.subscription.updated',
    customer = null,
    secret = STRIPE_SETTINGS.STRIPE_WEBHOOK_SECRET,
    timestamp = Math.floor(Date.now() / 1_000),
  }: EventOptions = {},
): Extras & { readonly raw: string; readonly headers: Readonly<Record<string, string>> } {
  // As Stripe formats it, with blanks that a parser would lose.
  const payload = JSON.stringify(
    { id, object: 'event', type, created: 1_700_000_000, data: { object: { customer } } },
    null,
    2,
  );
  const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
  return { raw: payload, headers: { 'Content-Type': 'application/json', 'Stripe-Signature': signature } };
}
