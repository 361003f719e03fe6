import { Rule } from './rule.js';

/** RFC 3339, or only its date. Without a zone it is UTC. */
const DATE_TIME = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** A date-time of the years 1 to 9999 in UTC, which becomes a Date. */
export function dateTime(): Rule {
  return Rule.of({
    expected: 'a date-time like 2023-11-07T05:31:56Z',
    plural: 'date-times',
    schema: { type: 'string', format: 'date-time' },
    is: (value) => value instanceof Date || typeof value === 'string',
    limit: (value) =>
      value instanceof Date ? undefined : 'must be a date-time like 2023-11-07T05:31:56Z, from year 1 to 9999 in UTC',
    convert: (value) => (typeof value === 'string' ? (dateOf(value) ?? value) : value),
  });
}

/** The moment that the text means; null if the text is not a date-time. */
export function dateOf(text: string): Date | null {
  if (!DATE_TIME.test(text)) return null;
  const hasZone = /(Z|[+-]\d{2}:?\d{2})$/i.test(text) || text.length === 10;
  const date = new Date(hasZone ? text : `${text}Z`);
  return isInRange(date) && isDayOfMonth(text) ? date : null;
}

/** Whether the year in UTC has four digits, as RFC 3339 requires. An offset may move it below year 1 or above 9999. */
function isInRange(date: Date): boolean {
  const year = date.getUTCFullYear();
  return year >= 1 && year <= 9_999;
}

/** `Date` reads 31 February as 3 March. */
function isDayOfMonth(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}
