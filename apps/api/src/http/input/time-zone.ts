import { timeZoneName } from '@rollcall/kernel';

import { Rule } from './rule.js';

/** A time zone by its name in the IANA database, which becomes the case that it has there. */
export function timeZone(): Rule {
  return Rule.of({
    expected: 'a string',
    plural: 'strings',
    schema: { type: 'string', format: 'time-zone' },
    is: (value) => typeof value === 'string',
    convert: (value) => (typeof value === 'string' ? (timeZoneName(value) ?? value) : value),
    limit: (value) =>
      timeZoneName(value) === null
        ? 'must be a name of the IANA time zone database, as Europe/Berlin or UTC'
        : undefined,
  });
}
