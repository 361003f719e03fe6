import type { Type } from '@nestjs/common';
import { getMetadataStorage, IS_ARRAY, IS_BOOLEAN, IS_INT } from 'class-validator';

import { assertPercentEncodedUtf8 } from './utf8.js';

/** The values of a form by name: a text, or all texts of a name that stands there several times. */
export type FormFields = Readonly<Record<string, string | readonly string[]>>;

/** The bodies that came as forms. */
const FORMS = new WeakSet<object>();

/** The words for a boolean, as Go's `strconv.ParseBool` has them, by which the peer reads forms. */
const BOOLEANS: ReadonlyMap<unknown, boolean> = new Map([
  ...['1', 't', 'T', 'TRUE', 'true', 'True'].map((word) => [word, true] as const),
  ...['0', 'f', 'F', 'FALSE', 'false', 'False'].map((word) => [word, false] as const),
]);

const INTEGER = /^[+-]?\d{1,16}$/;

/**
 * Reads `application/x-www-form-urlencoded` (https://url.spec.whatwg.org/#urlencoded-parsing).
 * @throws RefusedRequest where it stands for bytes that are no UTF-8
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

/**
 * The body with the types that its class declares, where it came as a form, in which everything is text: a list also of one value,
 * and numbers and booleans of what reads as one. The rest is left to be refused, a text that is there several times too.
 */
export function typedBody(body: unknown, type: Type): unknown {
  if (typeof body !== 'object' || body === null || !FORMS.has(body)) return body;
  const rules = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
  const declared = (name: string, rule: string) =>
    rules.some(({ propertyName, name: ruleName, each }) => propertyName === name && ruleName === rule && !each);
  return Object.fromEntries(
    Object.entries(body).map(([name, value]: [string, unknown]) => {
      if (declared(name, IS_ARRAY)) return [name, [value].flat()];
      if (declared(name, IS_BOOLEAN)) return [name, BOOLEANS.get(value) ?? value];
      if (declared(name, IS_INT))
        return [name, typeof value === 'string' && INTEGER.test(value) ? Number(value) : value];
      return [name, value];
    }),
  );
}
