import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@rollcall/kernel';
import fc from 'fast-check';

import { COMPARISONS, type Condition } from './condition.js';
import { conditionSql } from './condition-sql.js';
import { userSearch } from './user-search.js';

const SEARCH = userSearch([['title'], ['name', 'formatted']]);

const sqlOf = (condition: Condition) => conditionSql(condition, SEARCH);

/** Nothing for what is refused. */
const madeOf = (condition: Condition) => {
  try {
    return sqlOf(condition);
  } catch (error) {
    if (error instanceof DomainError) return { sql: '', parameters: {} };
    throw error;
  }
};

const name = fc.constantFrom(...Object.keys(SEARCH.fields), 'value', 'type', 'primary', 'nonsense', '__proto__');
const comparison = fc.record({
  field: name,
  is: fc.constantFrom(...COMPARISONS),
  value: fc.oneof(
    fc.string().map((text) => `§${text}`),
    fc.boolean(),
    fc.date({ noInvalidDate: true }),
  ),
});
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    comparison,
    fc.record({ present: name }),
    fc.record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('condition') }),
    fc.record({ some: fc.constantFrom('emails', 'phoneNumbers', 'nonsense'), where: comparison }),
  ),
}));

describe('a condition as SQL', () => {
  it('has values as parameters alone, each of which is used, or is refused', () => {
    fc.assert(
      fc.property(condition, (asked) => {
        const { sql, parameters } = madeOf(asked);
        expect(sql).not.toContain('§');
        expect(sql).not.toContain('$value');
        expect(Object.keys(parameters).filter((parameter) => !sql.match(`:${parameter}\\b`))).toEqual([]);
      }),
    );
  });

  it('finds no pattern in a value', () => {
    const { parameters } = sqlOf({ field: 'title', is: 'contains', value: '50%_\\' });
    expect(parameters).toEqual({ condition0: '%50\\%\\_\\\\%' });
  });

  it('is met by the opposite where there is no value', () => {
    expect(sqlOf({ not: { present: 'title' } }).sql).toMatch(/^\(NOT coalesce\(.*, false\)\)$/);
  });

  it('asks an index for an e-mail that all who meet it have, and none for another', () => {
    const value: Condition = { field: 'value', is: 'equal', value: 'Ada@example.com' };
    const type: Condition = { field: 'type', is: 'equal', value: 'work' };
    const byIndex = (where: Condition) => sqlOf({ some: 'emails', where }).sql.startsWith('(agent.id = ANY');
    expect([value, { all: [type, value] }, { any: [type, value] }, { not: value }, type].map(byIndex)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it.each<[string, Condition]>([
    ['a text of a flag', { field: 'enabled', is: 'equal', value: 'yes' }],
    ['part of a flag', { field: 'enabled', is: 'contains', value: true }],
    ['part of a date', { field: 'createdAt', is: 'starts', value: new Date() }],
    ['a flag of a text', { field: 'title', is: 'equal', value: true }],
    ['part of a role', { field: 'role', is: 'contains', value: 'Ag' }],
    ['an inherited name', { field: 'constructor', is: 'equal', value: 'x' }],
    ['an inherited list', { some: 'toString', where: { present: 'value' } }],
  ])('refuses to ask for %s', (_what, asked) => {
    expect(() => sqlOf(asked)).toThrow(expect.objectContaining({ code: 'invalid_input', part: 'query' }));
  });
});
