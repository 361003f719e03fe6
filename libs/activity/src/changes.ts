import { isDeepStrictEqual } from 'node:util';

import { snakeCase } from '@rollcall/kernel';

/** What a field was and what it is, as JSON; null where there was nothing, or is nothing any more. */
export interface Change {
  readonly before: unknown;
  readonly after: unknown;
}

/** The changed fields by name, in snake_case. */
export type ActivityChanges = Readonly<Record<string, Change>>;

type Fields = Readonly<Record<string, unknown>>;

/** More agents than these would make an entry too long to be read. */
const MAX_MEMBERS = 1_000;

/**
 * The fields that differ. Null stands for the thing that was not there before, or is not there after. The caller lists the
 * fields one by one, so that no secret is among them.
 */
export function changesBetween(before: Fields | null, after: Fields | null): ActivityChanges {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return Object.fromEntries(
    [...names]
      .map((name) => [snakeCase(name), { before: asJson(before?.[name]), after: asJson(after?.[name]) }] as const)
      .filter(([, change]) => !isDeepStrictEqual(change.before, change.after)),
  );
}

/** Those of the changes that are of these fields. */
export function onlyFields(changes: ActivityChanges, ...names: readonly string[]): ActivityChanges {
  return Object.fromEntries(Object.entries(changes).filter(([name]) => names.includes(name)));
}

/** Whom something was taken from, as fields to tell of: by their ids, or of very many how many they were. */
export function membersTold(agentIds: readonly number[]): Fields {
  return agentIds.length > MAX_MEMBERS ? { memberCount: agentIds.length } : { members: agentIds };
}

function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null));
}
