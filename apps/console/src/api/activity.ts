import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { api, answerTo, type Schemas } from './client.js';
import type { paths } from './schema.js';

export type ActivityEntry = Schemas['ActivityEntryDto'];
export type ActivityQuery = NonNullable<paths['/api/v1/activity-logs']['get']['parameters']['query']>;
export type ActivityType = NonNullable<ActivityQuery['activity_type']>;

/** How far the log is sealed, asked for again while somebody looks. */
export const chainQuery = queryOptions({
  queryKey: ['activity', 'chain'],
  queryFn: () => answerTo(api.GET('/api/v1/activity-logs/chain')),
  refetchInterval: 10_000,
});

export const activityQuery = (query: ActivityQuery) =>
  queryOptions({
    queryKey: ['activity', query],
    queryFn: () => answerTo(api.GET('/api/v1/activity-logs', { params: { query } })),
    placeholderData: keepPreviousData,
  });
