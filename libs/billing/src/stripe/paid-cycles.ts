import { addMonths } from '../anniversaries.js';
import type { PaidPeriod, StripeItem, StripeSubscription } from './stripe-answers.js';

const LONGEST_MONTH_MS = 31 * 24 * 60 * 60 * 1_000;

/** A cycle that was paid for, and the subscription and price that were. */
export interface PaidCycle {
  readonly subscription: string;
  readonly price: string;
  readonly start: Date;
}

/**
 * When the cycles of a period begin: a period of up to 31 days is one cycle; a longer one, as of a yearly price, has one
 * each month.
 */
export function cyclesOf({ start, end }: { readonly start: Date; readonly end: Date }): Date[] {
  if (end.getTime() - start.getTime() <= LONGEST_MONTH_MS) return [start];
  const cycles: Date[] = [];
  for (let month = 0, cycle = start; cycle < end; cycle = addMonths(start, ++month)) cycles.push(cycle);
  return cycles;
}

/**
 * The cycles that were paid for and have begun. A period ends with its subscription, and where the next one of the same
 * begins, as after a change from a yearly price to a monthly one.
 */
export function paidCycles(
  periods: readonly PaidPeriod[],
  subscriptions: readonly StripeSubscription[],
  now: Date,
): PaidCycle[] {
  const ends = new Map(subscriptions.map(({ id, endedAt }) => [id, endedAt]));
  return periods.flatMap(({ subscription, price, ...period }) => {
    const endedAt = ends.get(subscription) ?? null;
    const later = periods.filter((other) => other.subscription === subscription && other.start > period.start);
    return cyclesOf(period)
      .filter((start) => start <= now && (endedAt === null || start < endedAt))
      .filter((start) => later.every((other) => start < other.start))
      .map((start) => ({ subscription, price, start }));
  });
}

/** When the next cycle of an item begins, if all goes well. */
export function nextCycle({ periodStart, periodEnd }: StripeItem, now: Date): Date {
  return cyclesOf({ start: periodStart, end: periodEnd }).find((start) => start > now) ?? periodEnd;
}
