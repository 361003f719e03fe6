import type { ActivityQuery, ActivityType } from '../api/activity.js';
import { en } from '../texts/en.js';

/** Which entries the log shows, as the address says it. */
export interface ActivitySearch {
  /** A part of what an entry says. */
  readonly search?: string | undefined;
  readonly type?: ActivityType | undefined;
  /** A day in the reader's zone, `2026-11-28`. */
  readonly from?: string | undefined;
  /** The last day. */
  readonly to?: string | undefined;
  readonly page?: number | undefined;
  readonly size?: number | undefined;
}

const SIZES = [25, 50, 100];

/** Reads an address that anybody may have written: what makes no sense is as if it were not there. */
export function parseActivitySearch(raw: Readonly<Record<string, unknown>>): ActivitySearch {
  const { search, type, from, to, page, size } = raw;
  const number = /^\d{1,6}$/.test(String(page)) ? Number(page) : 0;
  const known = SIZES.find((each) => String(each) === String(size));
  return {
    ...(typeof search === 'string' && search !== '' ? { search } : {}),
    ...(isType(type) ? { type } : {}),
    ...(isDay(from) ? { from } : {}),
    ...(isDay(to) ? { to } : {}),
    ...(number > 1 ? { page: number } : {}),
    ...(known ? { size: known } : {}),
  };
}

/** What is asked of the api: whole days, from the first moment of the first to the last of the last. */
export function activityQueryOf({ search, type, from, to, page, size }: ActivitySearch): ActivityQuery {
  return {
    ...(search ? { search } : {}),
    ...(type ? { activity_type: type } : {}),
    ...(from ? { created_from: new Date(`${from}T00:00:00.000`).toISOString() } : {}),
    ...(to ? { created_to: new Date(`${to}T23:59:59.999`).toISOString() } : {}),
    page: page ?? 1,
    page_size: size ?? 50,
  };
}

/** Whether entries are left out. */
export function isNarrowed({ search, type, from, to }: ActivitySearch): boolean {
  return [search, type, from, to].some((value) => value !== undefined);
}

function isType(word: unknown): word is ActivityType {
  return typeof word === 'string' && Object.hasOwn(en.activity.types, word);
}

function isDay(text: unknown): text is string {
  return typeof text === 'string' && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
}
