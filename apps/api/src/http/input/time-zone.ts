import { timeZoneName } from '@rollcall/kernel';

import { Rule } from './rule.js';

/** The name of a time zone in the IANA database, in any case. It becomes the spelling of the database. */
export function timeZone(): Rule {
  return Rule.of({
    expected: 'a string',
    plural: 'strings',
    schema: { type: 'string', format: 'time-zone' },
    is: (value) => typeof value === 'string',
    convert: (value) => (typeof value === 'string' ? (timeZoneName(value) ?? value) : value),
    limit: (value) =>
      timeZoneName(value) === null
        ? 'must be a name of the IANA time zone database, for example Europe/Berlin or UTC'
        : undefined,
  });
}
