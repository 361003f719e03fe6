import { isDeepStrictEqual } from 'node:util';

import { snakeCase } from '@rollcall/kernel';

/** The value of a field before and after, as JSON; null where there was none, or is none any more. */
export interface Change {
  readonly before: unknown;
  readonly after: unknown;
}

/** The changed fields by name, in snake_case. */
export type ActivityChanges = Readonly<Record<string, Change>>;

type Fields = Readonly<Record<string, unknown>>;

/** The largest number of agents that an entry lists; more would make it too long to read. */
const MAX_MEMBERS = 1_000;

/**
 * The fields that differ. Null stands for a thing that did not exist before, or does not exist after. Callers list
 * the fields one by one, so that no secret is among them.
 */
export function changesBetween(before: Fields | null, after: Fields | null): ActivityChanges {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return Object.fromEntries(
    [...names]
      .map((name) => [snakeCase(name), { before: asJson(before?.[name]), after: asJson(after?.[name]) }] as const)
      .filter(([, change]) => !isDeepStrictEqual(change.before, change.after)),
  );
}

/** The changes of these fields only. */
export function onlyFields(changes: ActivityChanges, ...names: readonly string[]): ActivityChanges {
  return Object.fromEntries(Object.entries(changes).filter(([name]) => names.includes(name)));
}

/**
 * The agents that something was taken from, as a field of an entry: their ids, or only their number if there are very
 * many.
 */
export function membersTold(agentIds: readonly number[]): Fields {
  return agentIds.length > MAX_MEMBERS ? { memberCount: agentIds.length } : { members: agentIds };
}

function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null));
}
