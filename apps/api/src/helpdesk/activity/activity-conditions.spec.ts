import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@rollcall/kernel';
import fc from 'fast-check';

import { parseConditions } from './activity-conditions.js';

const rule = (field: string, operator: string, value?: unknown) => ({
  model: 'activity_logs',
  field,
  operator,
  ...(value === undefined ? {} : { value }),
});
const LOGIN = rule('activity_type', 'equals', 'agent_login');
const parse = (filters: unknown) => parseConditions(JSON.stringify(filters));

/** The path that the refusal names, or null when there is none. */
function refused(text: string): string | null {
  try {
    parseConditions(text);
    return null;
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'invalid_input' || error.part !== 'query') throw error;
    const [field, ...others] = error.fields;
    expect([field?.message.startsWith(`${field.field} `), others]).toEqual([true, []]);
    return field?.field ?? '';
  }
}

describe('filters of the activity log', () => {
  it.each(['', '  ', 'null', '[]', '{}', '[{"field":"","operator":"","value":""}]', '{"logic":"OR","rules":[]}'])(
    'ask for nothing when they are %j',
    (text) => {
      const found = parseConditions(text);
      expect(found && 'rules' in found ? found.rules : []).toEqual([]);
    },
  );

  it('are a list of which all must hold, a group of either logic with groups inside, or one condition', () => {
    const login = { field: 'type', test: 'equals', value: 'agent_login' };
    expect(parse([LOGIN, LOGIN])).toEqual({ logic: 'AND', rules: [login, login] });
    expect(parse({ logic: ' or ', rules: [LOGIN, { rules: [LOGIN] }] })).toEqual({
      logic: 'OR',
      rules: [login, { logic: 'AND', rules: [login] }],
    });
    expect(parse(LOGIN)).toEqual(login);
  });

  it('take a date for the whole day in UTC, and a time for that millisecond', () => {
    const day = { from: new Date('2026-02-28'), until: new Date('2026-03-01') };
    const moment = { from: new Date('2026-02-28T10:00:00.123Z'), until: new Date('2026-02-28T10:00:00.124Z') };
    expect(parse(rule('created_at', 'equals', '2026-02-28'))).toMatchObject({ value: day });
    expect(parse(rule('created_at', 'less than', '2026-02-28T12:00:00.123+02:00'))).toMatchObject({ value: moment });
    expect(parse(rule('created_at', 'between', '2026-02-28 , 2026-02-28T10:00:00.123'))).toMatchObject({
      first: day,
      last: moment,
    });
    expect(parse(rule('created_at', 'in', '["2026-02-28"]'))).toMatchObject({ values: [day] });
  });

  it('take ids for numbers, ilike for contains, and look at no value where none is needed', () => {
    expect(parse(rule('actor_id', 'in', '["7", "-1"]'))).toEqual({ field: 'actorId', test: 'in', values: [7, -1] });
    expect(parse(rule('ip', 'ilike', ' 127.'))).toEqual({ field: 'ip', test: 'contains', text: ' 127.' });
    for (const value of [undefined, '', 5, null])
      expect(parse(rule('ip', 'not set', value))).toEqual({ field: 'ip', test: 'not set' });
  });

  it('may have ten groups and fifty conditions in all', () => {
    const groups = (count: number) => ({
      logic: 'OR',
      rules: Array.from({ length: count }, () => ({ rules: [LOGIN] })),
    });
    const conditions = (count: number) => [
      { logic: 'OR', rules: Array.from({ length: 20 }, () => LOGIN) },
      ...Array.from({ length: count - 20 }, () => LOGIN),
    ];
    expect(refused(JSON.stringify(groups(10)))).toBeNull();
    expect(refused(JSON.stringify(groups(11)))).toBe('filters.rules.10');
    expect(refused(JSON.stringify(conditions(50)))).toBeNull();
    expect(refused(JSON.stringify(conditions(51)))).toBe('filters.31');
    const list = (count: number) => JSON.stringify(Array.from({ length: count }, (_, index) => String(index)));
    expect(refused(JSON.stringify([rule('ip', 'in', list(100))]))).toBeNull();
    expect(refused(JSON.stringify([rule('ip', 'in', list(101))]))).toBe('filters.0.value');
  });

  it.each([
    ['filters', 'no JSON'],
    ['filters', '"text"'],
    ['filters', '5'],
    ['filters.0', '["text"]'],
    ['filters.0', '[null]'],
    ['filters.1', JSON.stringify([LOGIN, [LOGIN]])],
    ['filters.logic', JSON.stringify({ logic: 'XOR', rules: [LOGIN] })],
    ['filters.logic', JSON.stringify({ logic: 5, rules: [LOGIN] })],
    ['filters.rules', '{"logic":"AND","rules":"all"}'],
    ['filters.rules', '{"rules":{}}'],
    ['filters.rules.0.rules.0', JSON.stringify({ rules: [{ rules: [{ rules: [LOGIN] }] }] })],
    ['filters.0.rules.0', JSON.stringify([{ logic: 'OR', rules: [{ logic: 'OR', rules: [] }] }])],
    ['filters.0.model', JSON.stringify([{ ...LOGIN, model: 'agents' }])],
    ['filters.0.model', JSON.stringify([{ ...LOGIN, model: undefined }])],
    ['filters.0.field', JSON.stringify([rule('activity_description', 'equals', 'x')])],
    ['filters.0.field', JSON.stringify([rule('constructor', 'equals', 'x')])],
    ['filters.0.operator', JSON.stringify([rule('ip', 'Equals', 'x')])],
    ['filters.0.operator', JSON.stringify([rule('ip', '', 'x')])],
    ['filters.0.operator', JSON.stringify([{ model: 'activity_logs', field: 'ip', value: 'x' }])],
    ['filters.0.value', JSON.stringify([rule('ip', 'equals')])],
    ['filters.0.value', JSON.stringify([rule('ip', 'contains', ' ')])],
    ['filters.0.value', JSON.stringify([rule('ip', 'equals', ['127.0.0.1'])])],
    ['filters.0.value', JSON.stringify([rule('actor_id', 'equals', 7)])],
    ['filters.0.value', JSON.stringify([rule('actor_id', 'equals', 'ada')])],
    ['filters.0.value', JSON.stringify([rule('actor_id', 'equals', '99999999999999999999')])],
    ['filters.0.value', JSON.stringify([rule('activity_type', 'equals', 'agent_logn')])],
    ['filters.0.value', JSON.stringify([rule('created_at', 'greater than', '2026-02-29')])],
    ['filters.0.value', JSON.stringify([rule('created_at', 'equals', 'today')])],
    ['filters.0.value', JSON.stringify([rule('created_at', 'between', '2026-01-01')])],
    ['filters.0.value', JSON.stringify([rule('actor_id', 'between', '1,2,3')])],
    ['filters.0.value', JSON.stringify([rule('actor_id', 'between', '1,')])],
    ['filters.0.value', JSON.stringify([rule('actor_id', 'in', '1,2')])],
    ['filters.0.value', JSON.stringify([rule('actor_id', 'in', '[1]')])],
    ['filters.0.value', JSON.stringify([rule('actor_id', 'in', '[]')])],
    ['filters.0.value.0', JSON.stringify([rule('ip', 'in', '["\\u0000"]')])],
    ['filters.0.value', JSON.stringify([rule('ip', 'equals', 'a\0')])],
  ])('are refused as %s when they are %s', (path, text) => {
    expect(refused(text)).toBe(path);
  });

  it('are read or refused by a path of theirs, whatever they are', () => {
    const word = fc.constantFrom(
      ...[
        'activity_logs',
        'activity_type',
        'actor_id',
        'ip',
        'created_at',
        'equals',
        'in',
        'between',
        'set',
        'contains',
      ],
      ...['AND', 'OR', '1', '1,2', '["1"]', '2026-01-01', 'agent_login', '', null],
    );
    const leaf = fc.record({ model: word, field: word, operator: word, value: word }, { requiredKeys: [] });
    const { node } = fc.letrec((tie) => ({
      node: fc.oneof({ maxDepth: 4 }, leaf, fc.record({ logic: word, rules: fc.array(tie('node')) }), fc.jsonValue()),
    }));
    fc.assert(
      fc.property(fc.oneof(node, fc.array(node)), (filters) => {
        expect(refused(JSON.stringify(filters)) ?? 'filters').toMatch(/^filters/);
      }),
      { numRuns: 500 },
    );
  });
});
