import type { CreditDay } from '../api/billing.js';

/** What happened to one credit on one day. */
export interface DayOfCredit {
  /** The day in UTC, `2026-11-28`. */
  readonly day: string;
  readonly granted: number;
  readonly used: number;
}

const DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1_000;

/** The last thirty days of a credit, the oldest first, each of them, also those on which nothing happened. */
export function daysOfCredit(days: readonly CreditDay[], credit: string, today: Date): readonly DayOfCredit[] {
  const known = new Map(days.filter((day) => day.credit === credit).map((day) => [day.day, day]));
  return Array.from({ length: DAYS }, (_, index) => {
    const day = new Date(today.getTime() - (DAYS - 1 - index) * DAY_MS).toISOString().slice(0, 10);
    return { day, granted: known.get(day)?.granted ?? 0, used: known.get(day)?.used ?? 0 };
  });
}
