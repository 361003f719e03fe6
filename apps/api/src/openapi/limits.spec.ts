import { beforeAll, describe, expect, it } from '@jest/globals';
import { loadConfig } from '@rollcall/config';
import { nameText, timeZoneName } from '@rollcall/kernel';
import { NestFactory } from '@nestjs/core';
import { Ajv } from 'ajv';
import { isEmail, isUUID } from 'class-validator';
import fc from 'fast-check';

import { ApiModule } from '../api.module.js';
import { rulesOf } from '../http/input/field.js';
import type { Rule } from '../http/input/rule.js';
import { asJsonSchema, isRecord, typesOf } from '../testing/description.js';
import { inputClasses } from '../testing/input-classes.js';
import { WINDOWS } from '../windows.js';
import { apiDescription } from './describe-api.js';

/** What the description says in full, and the domain asks where its sentences can be better than a rule's. */
const ASKED_BY_THE_DOMAIN = new Set(['password', 'new_password', 'permissions', 'scopes']);

const WORDS = [
  ...[
    'online',
    'busy',
    'idle',
    'bearer',
    'Manual',
    'Europe/Berlin',
    'tags:manage',
    'ada@example.com',
    'ada@',
    '\u0000',
  ],
  ...['0199f0a0-0cc3-7d44-8b50-8888dd257360', '2023-11-07T05:31:56Z', '2023-02-31T05:31:56Z', 'line\nbreak', ' x ', ''],
];

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Values of every type, and those at the edges of what a schema allows. */
function around(schema: Record<string, unknown>): fc.Arbitrary<unknown> {
  const edges = ['minLength', 'maxLength', 'minimum', 'maximum', 'minItems', 'maxItems']
    .flatMap((keyword) => (typeof schema[keyword] === 'number' ? [schema[keyword]] : []))
    .flatMap((edge) => [edge - 1, edge, edge + 1]);
  const lengths = edges.filter((edge) => edge >= 0 && edge <= 2_000);
  const lists = fc
    .constantFrom('x', 5, null, 'tags:manage')
    .chain((item) => fc.constantFrom(0, 1, 2, ...lengths).map((length) => Array<unknown>(length).fill(item)));
  // JSON has no others.
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
  return fc.oneof(
    fc.constantFrom<unknown>(null, true, false, 1.5, -1, 0, 1, ...edges, ...WORDS),
    fc.constantFrom(0, 1, 2, ...lengths).map((length) => 'x'.repeat(length)),
    fc.constantFrom(0, 1, 2, ...lengths).map((length) => '😀'.repeat(length)),
    fc.string({ maxLength: 30 }),
    fc.dictionary(fc.string({ maxLength: 5 }), fc.oneof(fc.integer(), finite, fc.string()), { maxKeys: 3 }),
    lists,
  );
}

/** What a field becomes, and whether that is taken. */
function taken({ convert, problems }: Rule, isNullable: boolean, value: unknown): { made: unknown; isTaken: boolean } {
  const made = convert ? convert(value) : value;
  return { made, isTaken: (made === null && isNullable) || problems(made).length === 0 };
}

describe('what the description says of a field', () => {
  const ajv = new Ajv({
    strict: true,
    formats: {
      'date-time': (text: string) => RFC3339.test(text) && !Number.isNaN(Date.parse(text)) && !text.includes('-02-3'),
      email: (text: string) => isEmail(text, { require_tld: false }),
      uuid: (text: string) => isUUID(text),
      uri: (text: string) => URL.canParse(text) && /^https?:/.test(text),
      'time-zone': (text: string) => timeZoneName(text) !== null,
      int32: true,
      int64: true,
    },
  }).addVocabulary(['example']);
  const fields: { title: string; name: string; rule: Rule; schema: Record<string, unknown> }[] = [];

  beforeAll(async () => {
    const config = loadConfig({ DATABASE_URL: 'postgres://unused', SMTP_URL: 'smtp://unused' });
    const app = await NestFactory.create(ApiModule.with(config, WINDOWS), { preview: true, logger: false });
    const { components } = apiDescription(app);
    for (const type of inputClasses(app)) {
      const model: unknown = components?.schemas?.[type.name];
      if (!isRecord(model) || !isRecord(model.properties)) continue;
      for (const [name, rule] of rulesOf(type)) {
        const schema = model.properties[name];
        if (isRecord(schema)) fields.push({ title: `${type.name}.${name}`, name, rule, schema });
      }
    }
  });

  it('is said of all of them', () => {
    expect(fields.length).toBeGreaterThan(70);
  });

  it('is what it takes: all that is described, and nothing else', () => {
    for (const { title, name, rule, schema } of fields) {
      const isDescribed = ajv.compile({ allOf: [asJsonSchema(schema)] });
      fc.assert(
        fc.property(around(schema), (value) => {
          // No schema can say that something of a text is to be seen.
          const isBlank = typeof value === 'string' && 'pattern' in schema && nameText(value) === '';
          const { made, isTaken } = taken(rule, typesOf(schema).includes('null'), value);
          const asJson: unknown = JSON.parse(JSON.stringify(made));
          expect({
            title,
            value,
            isDescribedButNotTaken: isDescribed(value) && !isBlank && !isTaken,
            isTakenButNotDescribed: isTaken && !ASKED_BY_THE_DOMAIN.has(name) && !isDescribed(asJson),
          }).toEqual({ title, value, isDescribedButNotTaken: false, isTakenButNotDescribed: false });
        }),
      );
    }
  });
});
