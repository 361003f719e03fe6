import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@rollcall/kernel';
import fc from 'fast-check';

import { ASKABLE_USERS } from '../users/askable-users.js';
import { ENTERPRISE, USER } from '../attributes/user-schema.js';
import { refusalOf } from '../../testing/refusal-of.js';
import { conditionOf } from './conditions.js';
import { parseFilter } from './parse-filter.js';

const condition = (text: string) => conditionOf(parseFilter(text), ASKABLE_USERS, USER);

describe('a filter', () => {
  it.each<[string, object]>([
    ['userName eq "ada"', { field: 'userName', is: 'equal', value: 'ada' }],
    ['USERNAME EQ "ada"', { field: 'userName', is: 'equal', value: 'ada' }],
    [`${USER}:userName sw "a"`, { field: 'userName', is: 'starts', value: 'a' }],
    [`${ENTERPRISE}:department co "x"`, { field: `${ENTERPRISE}.department`, is: 'contains', value: 'x' }],
    ['active eq true', { field: 'enabled', is: 'equal', value: true }],
    ['active ne "False"', { not: { field: 'enabled', is: 'equal', value: false } }],
    ['title pr', { present: 'title' }],
    ['title ne "x"', { not: { field: 'title', is: 'equal', value: 'x' } }],
    ['not (title pr)', { not: { present: 'title' } }],
    ['externalId eq null', { not: { present: 'externalId' } }],
    [
      'title eq "a" or name.givenName eq "b" and active eq false',
      {
        any: [
          { field: 'title', is: 'equal', value: 'a' },
          {
            all: [
              { field: 'firstName', is: 'equal', value: 'b' },
              { field: 'enabled', is: 'equal', value: false },
            ],
          },
        ],
      },
    ],
    [
      'meta.lastModified gt "2026-01-02T03:04:05Z"',
      { field: 'updatedAt', is: 'above', value: new Date('2026-01-02T03:04:05Z') },
    ],
    ['emails co "@example.com"', { some: 'emails', where: { field: 'value', is: 'contains', value: '@example.com' } }],
    ['emails.type eq "work"', { some: 'emails', where: { field: 'type', is: 'equal', value: 'work' } }],
    ['groups[value eq "7"]', { field: 'group', is: 'equal', value: '7' }],
    ['groups[display eq "Support"]', { field: 'groupName', is: 'equal', value: 'Support' }],
    ['roles pr', { present: 'role' }],
    ['name pr', { all: [] }],
    [`schemas eq "${USER}"`, { all: [] }],
    [`schemas ne "${ENTERPRISE.toUpperCase()}"`, { not: { present: ENTERPRISE } }],
    ['meta.resourceType eq "constructor"', { any: [] }],
  ])('%s is understood', (text, expected) => {
    expect(condition(text)).toEqual(expected);
  });

  it.each(['emails[type eq "work" and value eq "x"]', 'emails[type eq "work"].value eq "x"'])(
    '%s asks both of one element',
    (text) => {
      expect(condition(text)).toEqual({
        some: 'emails',
        where: {
          all: [
            { field: 'type', is: 'equal', value: 'work' },
            { field: 'value', is: 'equal', value: 'x' },
          ],
        },
      });
    },
  );

  it.each([
    ['more than 8 KB', `title eq "${'x'.repeat(8_192)}"`],
    ['a thousand parentheses', `${'('.repeat(1_000)}title pr${')'.repeat(1_000)}`],
    ['a thousand "not"', `${'not ('.repeat(1_000)}title pr${')'.repeat(1_000)}`],
    ['a thousand comparisons', Array.from({ length: 1_000 }, () => 'id pr').join(' or ')],
    ['nothing', ''],
    ['half of it', 'title eq'],
    ['an unknown operator', 'title like "x"'],
    ['an unknown attribute', 'shoeSize eq "38"'],
    ['a prototype', '__proto__ eq "x"'],
    ['an inherited name', 'constructor pr'],
    ['no date', 'meta.created gt "soon"'],
    ['no flag', 'active eq "maybe"'],
  ])('of %s is refused', (_what, text) => {
    expect(() => condition(text)).toThrow(expect.objectContaining({ code: 'invalid_input', part: 'query' }));
  });

  it('of any text is understood or refused', () => {
    const word = fc.constantFrom(
      'userName',
      'eq',
      'and',
      'or',
      'not',
      '(',
      ')',
      '[',
      ']',
      '].value',
      '"x"',
      'pr',
      'emails',
      'true',
      ' ',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word, { maxLength: 12 }).map((words) => words.join(' ')),
        ),
        (text) => {
          const refusal = refusalOf(() => condition(text));
          expect(refusal === null || refusal instanceof DomainError).toBe(true);
        },
      ),
    );
  });
});
