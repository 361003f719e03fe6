import type Stripe from 'stripe';

export const HOUR = 3600;
export const DAY = 24 * HOUR;

/** A stretch of time in Unix seconds, its end not included. */
export interface Period {
  start: number;
  end: number;
}

/**
 * The first renewal after a moment, both in Unix seconds: the anchor plus whole intervals. In a month without the
 * anchor's day, the renewal is on the last day; the next month has the anchor's day again: 31 January, 28 February, 31
 * March.
 * https://docs.stripe.com/billing/subscriptions/billing-cycle
 */
export function renewalAfter(moment: number, anchor: number, recurring: Stripe.Price.Recurring): number {
  for (let count = 1; ; count++) {
    const renewal = add(anchor, count * recurring.interval_count, recurring.interval);
    if (renewal > moment) return renewal;
  }
}

function add(anchor: number, count: number, interval: Stripe.Price.Recurring.Interval): number {
  switch (interval) {
    case 'day':
      return anchor + count * DAY;
    case 'week':
      return anchor + count * 7 * DAY;
    case 'month':
      return addMonths(anchor, count);
    case 'year':
      return addMonths(anchor, count * 12);
    default:
      throw new Error(`'${interval}' is no interval of a price: use day, week, month or year.`);
  }
}

function addMonths(anchor: number, months: number): number {
  const date = new Date(anchor * 1000);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, lastDay));
  return date.getTime() / 1000;
}
