import { infiniteQueryOptions } from '@tanstack/react-query';

import { api, answerTo, type Schemas } from './client.js';
import { whileNewest } from './while-newest.js';

export type Job = Schemas['JobDto'];
export type JobState = Job['state'];

export const JOBS = ['jobs'] as const;

const JOBS_AT_ONCE = 25;
/** How often it is asked for again while somebody looks at it, in milliseconds. */
const LIVE_MS = 5_000;

/** The queues, and the jobs in this state, the newest first, as far as it was asked for. */
export const jobsQuery = (state: JobState | undefined) =>
  infiniteQueryOptions({
    queryKey: [...JOBS, state],
    queryFn: ({ pageParam: before }) => {
      const query = {
        limit: JOBS_AT_ONCE,
        ...(state === undefined ? {} : { state }),
        ...(before === null ? {} : { before }),
      };
      return answerTo(api.GET('/api/v1/jobs', { params: { query } }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ results }) => (results.length < JOBS_AT_ONCE ? null : (results.at(-1)?.id ?? null)),
    refetchInterval: whileNewest(LIVE_MS),
  });

/** Has a job that failed for good done again. */
export async function retryJob(id: string): Promise<number> {
  await answerTo(api.POST('/api/v1/jobs/{id}/retry', { params: { path: { id } } }));
  return 1;
}

/** Has all jobs done again that failed for good; returns how many. */
export async function retryJobs(): Promise<number> {
  return (await answerTo(api.POST('/api/v1/jobs/retry'))).count;
}
