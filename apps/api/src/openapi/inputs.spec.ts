import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { isRecord, typesOf } from '../testing/description.js';
import { type DescribedInput, describedInputs } from '../testing/described-inputs.js';
import { TestApi } from '../testing/test-api.js';

/** The kinds of values that JSON has, by the words in which messages call them. */
const KINDS: Readonly<Record<string, unknown>> = {
  null: null,
  'a boolean': true,
  'a number': 5,
  'a string': '5',
  'a list': [],
  'an object': {},
};

/** What messages call the types of the description: the kind of value that JSON has for them, and the words for what is expected. */
const TYPES: Readonly<Record<string, readonly [kind: string, expected: string, plural: string]>> = {
  string: ['a string', 'a string', 'strings'],
  integer: ['a number', 'a whole number', 'whole numbers'],
  boolean: ['a boolean', 'true or false', ''],
  array: ['a list', 'a list of', ''],
  object: ['an object', 'an object', 'objects'],
};

/** What the message must say is expected of a value of this schema. */
function expected(schema: Record<string, unknown>): string {
  if (schema.format === 'date-time') return 'a date-time like 2023-11-07T05:31:56Z';
  const [, words] = typeOf(schema);
  const inner = schema.items ?? schema.additionalProperties;
  if (!isRecord(inner)) return words;
  return `${words}${typesOf(schema).includes('array') ? '' : ' of'} ${typeOf(inner)[2]}`;
}

function typeOf(schema: Record<string, unknown>) {
  const type = String(typesOf(schema)[0]);
  const found = TYPES[type];
  if (!found) throw new Error(`The type ${type} is not one of the description`);
  return found;
}

/** A field with values inside, one of which is true or false and should not be. */
interface Holder {
  readonly name: string;
  readonly inner: Record<string, unknown>;
  readonly value: object;
  readonly at: string;
}

describe('what is wrong with an input', () => {
  let api: TestApi;
  let inputs: readonly DescribedInput[];

  beforeAll(async () => {
    api = await TestApi.start();
    inputs = describedInputs(api.app);
  });

  afterAll(async () => {
    await api.close();
  });

  /** What is said of each field, by its path. */
  const said = async (
    { method, path, part }: DescribedInput,
    { json, query = '' }: { json?: unknown; query?: string },
  ): Promise<Map<string, string>> => {
    const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      name === 'id' || name === 'key_id' ? '1' : '0199f0a0-0cc3-7d44-8b50-8888dd257360',
    );
    const { body } = await api.admin.send(
      method,
      `${url.replace(/^.api.v1/, '')}${query}`,
      json === undefined ? {} : { json },
    );
    const { data, detail } = isRecord(body) ? body : {};
    if (Array.isArray(detail))
      return new Map(
        detail.map(({ loc, msg }: { loc: string[]; msg: string }) => {
          expect(loc[0]).toBe(part);
          return [loc.slice(1).join('.'), msg];
        }),
      );
    const fields = isRecord(data) && Array.isArray(data.fields) ? data.fields : [];
    return new Map(fields.map(({ field, message }: { field: string; message: string }) => [field, message]));
  };

  const bodies = () => inputs.filter(({ part }) => part === 'body');

  it('is never that a body was left out none of whose fields must be sent', () => {
    for (const { method, path, isRequired, fields } of bodies())
      expect({ method, path, isRequired }).toEqual({
        method,
        path,
        isRequired: fields.some(({ required }) => required),
      });
  });

  it('is told of every body and query that is described', () => {
    expect(bodies().length).toBeGreaterThan(15);
    expect(inputs.filter(({ part }) => part === 'query').length).toBeGreaterThan(8);
  });

  it('is that a field is required, when it was left out', async () => {
    for (const input of inputs) {
      const messages = await said(input, input.part === 'body' ? { json: {} } : {});
      const required = input.fields
        .filter((field) => field.required)
        .map(({ name }): [string, string] => [name, `${name} is required`]);
      // One of two is required, and neither alone.
      messages.delete('role');
      expect({ input, messages }).toEqual({ input, messages: new Map(required) });
    }
  });

  it.each(Object.entries(KINDS))('is which type a field has, when it came as %s', async (kind, value) => {
    for (const input of bodies()) {
      const messages = await said(input, {
        json: Object.fromEntries(input.fields.map(({ name }) => [name, value])),
      });
      const wrong = input.fields.filter(
        ({ schema }) => typeOf(schema)[0] !== kind && !(value === null && typesOf(schema).includes('null')),
      );
      const typeMessages = [...messages].filter(([, says]) => says.includes(', not '));
      expect({ input, says: new Map(typeMessages) }).toEqual({
        input,
        says: new Map(wrong.map(({ name, schema }) => [name, `${name} must be ${expected(schema)}, not ${kind}`])),
      });
    }
  });

  it('is which item of a list and which value of an object has the wrong type, by its path', async () => {
    for (const input of bodies()) {
      const holders = input.fields.flatMap(({ name, schema }): Holder[] => {
        if (isRecord(schema.items)) return [{ name, inner: schema.items, value: ['x', true], at: '1' }];
        const inner = schema.additionalProperties;
        return isRecord(inner) ? [{ name, inner, value: { Text: 1, Voice: true }, at: 'Voice' }] : [];
      });
      const json = Object.fromEntries(holders.map(({ name, value }) => [name, value]));
      const messages = await said(input, { json });
      for (const { name, inner, at } of holders)
        expect({ input, says: messages.get(`${name}.${at}`) }).toEqual({
          input,
          says: `${name}.${at} must be ${expected(inner)}, not a boolean`,
        });
    }
  });

  it('is that a body is no object', async () => {
    for (const input of bodies())
      expect([...(await said(input, { json: [] })).values()]).toEqual(['body must be an object, not a list']);
  });

  it('is of a query never that it came as text', async () => {
    for (const input of inputs.filter(({ part }) => part === 'query')) {
      const query = new URLSearchParams(input.fields.map(({ name }): [string, string] => [name, 'x y']));
      for (const [name, says] of await said(input, { query: `?${query.toString()}` })) {
        expect(says).toContain(`${name} must be`);
        expect(says).not.toContain('not a');
      }
    }
  });
});
