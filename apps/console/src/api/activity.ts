import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { api, answerTo, type Schemas } from './client.js';
import type { paths } from './schema.js';

export type ActivityEntry = Schemas['ActivityEntryDto'];
export type ActivityQuery = NonNullable<paths['/api/v1/activity-logs']['get']['parameters']['query']>;

export const activityQuery = (query: ActivityQuery) =>
  queryOptions({
    queryKey: ['activity', query],
    queryFn: () => answerTo(api.GET('/api/v1/activity-logs', { params: { query } })),
    placeholderData: keepPreviousData,
  });
