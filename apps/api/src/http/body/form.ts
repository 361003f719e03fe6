import type { Type } from '@nestjs/common';

import { rulesOf } from '../input/field.js';
import { assertPercentEncodedUtf8 } from './utf8.js';

/** The values of a form by name: a text, or a list of all texts if the name occurs several times. */
export type FormFields = Readonly<Record<string, string | readonly string[]>>;

/** The bodies that came as forms. */
const FORMS = new WeakSet<object>();

/** The words for a boolean. The peer reads forms with Go's `strconv.ParseBool`, which knows these. */
const FORM_BOOLEANS: ReadonlyMap<unknown, boolean> = new Map([
  ...['1', 't', 'T', 'TRUE', 'true', 'True'].map((word) => [word, true] as const),
  ...['0', 'f', 'F', 'FALSE', 'false', 'False'].map((word) => [word, false] as const),
]);

const QUERY_BOOLEANS: ReadonlyMap<unknown, boolean> = new Map([
  ['true', true],
  ['false', false],
]);

const INTEGER = /^[+-]?\d{1,16}$/;

/**
 * Reads `application/x-www-form-urlencoded` (https://url.spec.whatwg.org/#urlencoded-parsing).
 * @throws RefusedRequest if the decoded bytes are not UTF-8
 */
export function readForm(text: string): FormFields {
  assertPercentEncodedUtf8(text, 'body');
  const values = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(text)) {
    const known = values.get(name);
    if (known) known.push(value);
    else values.set(name, [value]);
  }
  const entries = [...values].map(([name, [first = '', ...more]]) => [
    name,
    more.length > 0 ? [first, ...more] : first,
  ]);
  const fields = Object.fromEntries(entries) as FormFields;
  FORMS.add(fields);
  return fields;
}

/** Whether the body came as a form. */
export function isFormBody(body: unknown): boolean {
  return typeof body === 'object' && body !== null && FORMS.has(body);
}

/**
 * Converts the fields of a form or a query, which are all texts, to the types that their class declares: one value to a
 * list where the class has a list, and texts that are numbers or booleans to these. Other values stay as they are and
 * the class refuses them, also a list where it has a text.
 */
export function typedFields(fields: unknown, type: Type): unknown {
  if (typeof fields !== 'object' || fields === null) return fields;
  const booleans = isFormBody(fields) ? FORM_BOOLEANS : QUERY_BOOLEANS;
  const rules = rulesOf(type);
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]: [string, unknown]) => {
      switch (rules.get(name)?.words.schema.type) {
        case 'array':
          return [name, [value].flat()];
        case 'boolean':
          return [name, booleans.get(value) ?? value];
        case 'integer':
          return [name, typeof value === 'string' && INTEGER.test(value) ? Number(value) : value];
        default:
          return [name, value];
      }
    }),
  );
}
