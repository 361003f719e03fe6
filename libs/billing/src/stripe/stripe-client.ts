import type { Config } from '@rollcall/config';
import { Stripe } from 'stripe';

/** The version of Stripe's API that the code was written for; types of the package stand for the same one. */
const API_VERSION = '2026-10-28.endive';

/** How long an answer of Stripe's is waited for. */
const TIMEOUT_MS = 10_000;

/** Stripe's client, or null where nobody is charged. It never tries again by itself: jobs do. */
export function createStripeClient(billing: Config['billing'], timeoutMs = TIMEOUT_MS): Stripe | null {
  if (billing.method === 'custom') return null;
  const { protocol, hostname, port } = new URL(billing.apiBase);
  return new Stripe(billing.apiKey, {
    apiVersion: API_VERSION,
    protocol: protocol === 'http:' ? 'http' : 'https',
    host: hostname,
    port: port || (protocol === 'http:' ? 80 : 443),
    timeout: timeoutMs,
    maxNetworkRetries: 0,
    telemetry: false,
  });
}
