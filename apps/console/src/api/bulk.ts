import { queryOptions } from '@tanstack/react-query';

import { api, answerTo, type Schemas } from './client.js';

/** A change of many agents, and how far that is. */
export type BulkChange = Schemas['BulkChangeDto'];
export type BulkResult = Schemas['BulkResultDto'];
/** Which agents are changed: these, or all that a filter finds. */
export type BulkTarget = Pick<Schemas['BulkChangeBody'], 'ids' | 'filter'>;

/** The most agents that one change may have. */
export const MOST_AGENTS = 10_000;

export const BULK_CHANGES = ['bulk-changes'] as const;

/** How many refused agents are shown. */
export const SHOWN_RESULTS = 50;

export const bulkChangeQuery = (id: number) =>
  queryOptions({
    queryKey: [...BULK_CHANGES, id],
    queryFn: () => answerTo(api.GET('/api/v1/agents/bulk/{id}', { params: { path: { id } } })),
  });

export const refusedQuery = (id: number) =>
  queryOptions({
    queryKey: [...BULK_CHANGES, id, 'failed'],
    queryFn: () =>
      answerTo(
        api.GET('/api/v1/agents/bulk/{id}/results', {
          params: { path: { id }, query: { status: 'failed', limit: SHOWN_RESULTS } },
        }),
      ),
  });

export async function startBulkChange(
  target: BulkTarget,
  change: Schemas['BulkChangeBody']['change'],
): Promise<BulkChange> {
  return answerTo(api.POST('/api/v1/agents/bulk', { body: { ...target, change } }));
}

export async function cancelBulkChange(id: number): Promise<void> {
  await answerTo(api.DELETE('/api/v1/agents/bulk/{id}', { params: { path: { id } } }));
}

/** Where the progress is told. */
export function bulkEventsPath(id: number): string {
  return `/api/v1/agents/bulk/${id}/events`;
}
