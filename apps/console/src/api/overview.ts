import { queryOptions } from '@tanstack/react-query';

import { api, answerTo, type Schemas } from './client.js';
import { may, type Permission } from './permissions.js';
import type { Me } from './session.js';

export type Overview = Schemas['OverviewDto'];

/** How often it is asked for again while somebody looks at it, in milliseconds. */
const LIVE_MS = 30_000;

/** Each is needed for a part of it. */
const PARTS = [
  'users:manage',
  'activity_logs:manage',
  'webhooks:manage',
  'billing:read',
  'general_settings:manage',
] as const satisfies readonly Permission[];

/** Whether there is something in it for them. */
export function maySeeOverview(me: Me): boolean {
  return PARTS.some((permission) => may(me, permission));
}

export const overviewQuery = queryOptions({
  queryKey: ['overview'],
  queryFn: () => answerTo(api.GET('/api/v1/overview')),
  staleTime: 10_000,
  refetchInterval: LIVE_MS,
});
