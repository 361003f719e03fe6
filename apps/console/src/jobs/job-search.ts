import type { JobState } from '../api/jobs.js';

export const JOB_STATES = ['failed', 'waiting', 'running'] as const satisfies readonly JobState[];

/** Which jobs the page shows, as the address says it. */
export interface JobSearch {
  readonly state?: JobState | undefined;
}

/** Reads an address that anybody may have written: what makes no sense is as if it were not there. */
export function parseJobSearch({ state }: Readonly<Record<string, unknown>>): JobSearch {
  const known = JOB_STATES.find((each) => each === state);
  return known ? { state: known } : {};
}
