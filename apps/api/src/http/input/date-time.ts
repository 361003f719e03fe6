import { Rule } from './rule.js';

/** RFC 3339, or the like with a date alone; what has no zone is taken as UTC. */
const DATE_TIME = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** A date-time of the years 1 to 9999 in UTC, which becomes a Date. */
export function dateTime(): Rule {
  return Rule.of({
    expected: 'a date-time as 2023-11-07T05:31:56Z',
    plural: 'date-times',
    schema: { type: 'string', format: 'date-time' },
    is: (value) => value instanceof Date || typeof value === 'string',
    limit: (value) =>
      value instanceof Date ? undefined : 'must be a date-time as 2023-11-07T05:31:56Z, from year 1 to 9999 in UTC',
    convert: (value) => (typeof value === 'string' ? (dateOf(value) ?? value) : value),
  });
}

/** The moment that such a text stands for; null when it is none. */
export function dateOf(text: string): Date | null {
  if (!DATE_TIME.test(text)) return null;
  const hasZone = /(Z|[+-]\d{2}:?\d{2})$/i.test(text) || text.length === 10;
  const date = new Date(hasZone ? text : `${text}Z`);
  return isInRange(date) && isDayOfMonth(text) ? date : null;
}

/** Whether four digits show the year, as RFC 3339 has it: an offset may push a moment over either edge. */
function isInRange(date: Date): boolean {
  const year = date.getUTCFullYear();
  return year >= 1 && year <= 9_999;
}

/** A Date takes 31 February for 3 March. */
function isDayOfMonth(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}
