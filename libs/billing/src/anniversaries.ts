/**
 * The date `months` months after the anchor, in UTC and at its time of day: on the anchor's day of the month, or the last
 * day of a month that is too short. 31 January and one month is 28 or 29 February, and two months are 31 March again.
 */
export function addMonths(anchor: Date, months: number): Date {
  const lastDay = new Date(Date.UTC(anchor.getUTCFullYear(), anchor.getUTCMonth() + months + 1, 0)).getUTCDate();
  const date = new Date(anchor);
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  date.setUTCDate(Math.min(anchor.getUTCDate(), lastDay));
  return date;
}

/** The first anniversary of the anchor that lies behind `after`. */
export function anniversaryAfter(anchor: Date, after: Date): Date {
  const months = (after.getUTCFullYear() - anchor.getUTCFullYear()) * 12 + after.getUTCMonth() - anchor.getUTCMonth();
  const candidate = addMonths(anchor, Math.max(months, 1));
  return candidate > after ? candidate : addMonths(anchor, Math.max(months, 1) + 1);
}
