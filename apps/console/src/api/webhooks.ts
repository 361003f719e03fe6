import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { api, answerTo, type Schemas } from './client.js';
import { whileNewest } from './while-newest.js';

export type Webhook = Schemas['WebhookDto'];
export type WebhookBody = Schemas['WebhookBody'];
export type EventType = WebhookBody['events'][number];
export type Delivery = Schemas['WebhookDeliveryDto'];
export type Redelivery = Schemas['RedeliverBody'];

export const WEBHOOKS = ['webhooks'] as const;

const DELIVERIES_AT_ONCE = 25;
/** How often the list is asked for again while something is on its way, in milliseconds. */
const SOON_MS = 2_000;

const at = (id: number) => ({ params: { path: { id } } });

export const webhooksQuery = queryOptions({
  queryKey: WEBHOOKS,
  queryFn: () => answerTo(api.GET('/api/v1/webhooks')),
});

export const webhookQuery = (id: number) =>
  queryOptions({
    queryKey: [...WEBHOOKS, id],
    queryFn: () => answerTo(api.GET('/api/v1/webhooks/{id}', at(id))),
  });

/**
 * What was sent to a webhook and is to be sent, the newest first, as far as it was asked for; it is asked for again while something is about
 * to be sent, which nothing is while the webhook is switched off.
 */
export const deliveriesQuery = ({ id, is_active }: Webhook, state: Delivery['state'] | null) =>
  infiniteQueryOptions({
    queryKey: [...WEBHOOKS, id, 'deliveries', state],
    queryFn: ({ pageParam: before }) => {
      const query = {
        limit: DELIVERIES_AT_ONCE,
        ...(before === null ? {} : { before }),
        ...(state === null ? {} : { state }),
      };
      return answerTo(api.GET('/api/v1/webhooks/{id}/deliveries', { params: { path: { id }, query } }));
    },
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.length < DELIVERIES_AT_ONCE ? null : (page.at(-1)?.id ?? null)),
    refetchInterval: (query) =>
      is_active && query.state.data?.pages.flat().some(isDue) ? whileNewest(SOON_MS)(query) : false,
  });

/** Whether it is sent for the first time, or again, in the next moments. */
function isDue({ next_attempt_at }: Delivery): boolean {
  return next_attempt_at !== null && Date.parse(next_attempt_at) < Date.now() + 10 * SOON_MS;
}

/** The answer alone has the secret. */
export async function createWebhook(body: WebhookBody): Promise<Webhook> {
  return answerTo(api.POST('/api/v1/webhooks', { body }));
}

export async function updateWebhook(id: number, body: WebhookBody): Promise<Webhook> {
  return answerTo(api.PUT('/api/v1/webhooks/{id}', { ...at(id), body }));
}

export async function deleteWebhook(id: number): Promise<void> {
  await answerTo(api.DELETE('/api/v1/webhooks/{id}', at(id)));
}

/** Switches it on or off. */
export async function toggleWebhook(id: number): Promise<void> {
  await answerTo(api.PUT('/api/v1/webhooks/{id}/toggle', at(id)));
}

/** Has a test event sent to it. */
export async function testWebhook(id: number): Promise<void> {
  await answerTo(api.POST('/api/v1/webhooks/{id}/test', at(id)));
}

/** The answer alone has the new secret. */
export async function rotateWebhook(id: number, overlapSeconds: number): Promise<Webhook> {
  return answerTo(api.POST('/api/v1/webhooks/{id}/rotate', { ...at(id), body: { overlap_seconds: overlapSeconds } }));
}

/** How many deliveries are sent again. */
export async function redeliver(id: number, which: Redelivery): Promise<number> {
  return (await answerTo(api.POST('/api/v1/webhooks/{id}/redeliver', { ...at(id), body: which }))).count;
}
