import { setTimeout } from 'node:timers/promises';

import { startStripeServer } from '@rollcall/stripe-server';

/** What the parent tells the Stripe of a run. */
export type StripeOrder =
  | { readonly trouble: 429 | 500 | 'silence' | null }
  /** Where its webhooks go, signed with this secret. */
  | { readonly webhooks: string; readonly secret: string }
  | { readonly report: true };

/** What it tells the parent: at first where it is, then what was asked for. */
export type StripeNews =
  { readonly url: string; readonly apiKey: string } | { readonly customers: readonly StripeCustomer[] };

/** A customer at Stripe. */
export interface StripeCustomer {
  readonly id: string;
  /** The agent, as the customer's metadata have it. */
  readonly agent: string;
}

/** The one price, for which whoever has an e-mail address with this beginning subscribes. */
const [PRICE, SUBSCRIBERS] = ['basic', 'live-'];
const LOOK_MS = 100;
const RETRY_MS = 1_000;

const stripe = await startStripeServer();
stripe.addPrice({ lookupKey: PRICE });
const agents = new Map<string, string>();
const subscribed = new Set<string>();
let receiver: { readonly webhooks: string; readonly secret: string } | undefined;

process.on('message', (order: StripeOrder) => {
  if ('trouble' in order) stripe.fail(order.trouble, order.trouble === null ? 0 : Infinity);
  else if ('webhooks' in order) receiver = order;
  else process.send?.({ customers: [...agents].map(([id, agent]) => ({ id, agent })) } satisfies StripeNews);
});
process.send?.({ url: stripe.url, apiKey: stripe.apiKey } satisfies StripeNews);

for (let seen = 0; ;) {
  while (seen < stripe.events.length) {
    const event = stripe.events[seen++];
    if (!event) continue;
    if (event.type === 'customer.created')
      agents.set(event.data.object.id, event.data.object.metadata.agent_uuid ?? '');
    if (event.type === 'customer.created' || event.type === 'customer.updated') {
      const { id, email } = event.data.object;
      if (email?.startsWith(SUBSCRIBERS) && !subscribed.has(id)) {
        subscribed.add(id);
        stripe.subscribe(id, { lookupKey: PRICE });
      }
    } else if (event.type.startsWith('invoice.paid') || event.type.startsWith('customer.subscription'))
      // Twice, as Stripe may.
      void Promise.all([deliver(event), deliver(event)]);
  }
  await setTimeout(LOOK_MS);
}

/** Sends a webhook until it is taken. */
async function deliver(event: (typeof stripe.events)[number]): Promise<void> {
  while (!(await isTaken(event))) await setTimeout(RETRY_MS);
}

async function isTaken(event: (typeof stripe.events)[number]): Promise<boolean> {
  if (!receiver) return false;
  const { body, signature } = stripe.signed(event, receiver.secret);
  const headers = { 'content-type': 'application/json', 'stripe-signature': signature };
  try {
    const signal = AbortSignal.timeout(10_000);
    return (await fetch(receiver.webhooks, { method: 'POST', headers, body, signal })).ok;
  } catch {
    return false;
  }
}
