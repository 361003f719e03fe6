import type { Models } from './description.js';
import type { TestApi } from './test-api.js';

export type Entry = Models['ActivityEntryDto'];

/** A page of the activity log, as the admin sees it. */
export async function activityPage(api: TestApi, query = ''): Promise<Models['ActivityPageDto']> {
  return (await api.admin.get(`/activity-logs${query}`)).one('ActivityPageDto');
}

/** The entries that `work` writes, in order. */
export async function entriesDuring(api: TestApi, work: () => Promise<unknown>): Promise<readonly Entry[]> {
  const { total } = await activityPage(api, '?page_size=1');
  await work();
  const { results, total: after } = await activityPage(api, '?page_size=500');
  return results.slice(0, after - total).toReversed();
}

/** The type and the changes of each entry. */
export function told(entries: readonly Entry[]): unknown[] {
  return entries.map(({ activity_type: type, changes }) => [type, changes]);
}

/** The changes of an entry about a new object with these fields. */
export function created(fields: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(fields).map(([name, after]) => [name, { before: null, after }]));
}

/** The changes of an entry about a deleted object that had these fields. */
export function deleted(fields: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(fields).map(([name, before]) => [name, { before, after: null }]));
}
