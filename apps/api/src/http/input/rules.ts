import { PASSWORD_LENGTH } from '@rollcall/auth';
import { hasControls, isPlainAddress, nameText, normalizeEmail } from '@rollcall/kernel';
import { isEmail, isUUID } from 'class-validator';

import { problemsWithin, Rule } from './rule.js';

/** The largest number of the database's type `integer`. */
export const MAX_INTEGER = 2_147_483_647;

const aString = { expected: 'a string', plural: 'strings', is: (value: unknown) => typeof value === 'string' };

/** The length of a text in code points, as the database counts characters, or the length of a list. */
interface Length {
  readonly min?: number;
  readonly max: number;
}

/** A text with a length in this range. */
export function text(length: Length): Rule {
  return Rule.of({
    ...aString,
    schema: { type: 'string', ...inSchema(length) },
    limit: (value) => lengthProblem(value, length),
  });
}

/** No control characters or line breaks, in the form of regular expressions that every language reads. */
const NO_CONTROLS = String.raw`^[^\u0000-\u001F\u007F-\u009F\u2028\u2029]*$`;

/** A name with a length in this range and without control characters. It becomes the stored form. */
export function name(length: Length): Rule {
  return Rule.of({
    ...aString,
    schema: { type: 'string', ...inSchema(length), pattern: NO_CONTROLS },
    convert: storedName,
    limit: (value) =>
      lengthProblem(value, length) ??
      (hasControls(value) ? 'must have no control characters or line breaks' : undefined),
  });
}

/** The name of something that exists. It becomes the stored form. */
export function knownName(length: Length): Rule {
  return Rule.of({
    ...aString,
    schema: { type: 'string', ...inSchema(length) },
    convert: storedName,
    limit: (value) => lengthProblem(value, length),
  });
}

function storedName(value: unknown): unknown {
  return typeof value === 'string' ? nameText(value) : value;
}

function inSchema({ min, max }: Length) {
  return { ...(min === undefined ? {} : { minLength: min }), maxLength: max };
}

function lengthProblem(value: string, length: Length): string | undefined {
  return sizeProblem(Array.from(value).length, length, 'characters');
}

function sizeProblem(size: number, { min = 0, max }: Length, of: string): string | undefined {
  if (size >= min && size <= max) return undefined;
  return min === 0 ? `must have at most ${max} ${of}` : `must have ${min} to ${max} ${of}`;
}

/**
 * An e-mail address, which becomes its normal form. Its domain needs no dot: the first administrator's may have none.
 */
export function emailAddress(): Rule {
  const length = { max: 320 };
  return Rule.of({
    ...aString,
    schema: { type: 'string', format: 'email', ...inSchema(length) },
    convert: (value) => (typeof value === 'string' ? normalizeEmail(value) : value),
    limit: (value) => {
      if (!isEmail(value, { require_tld: false }))
        return lengthProblem(value, length) ?? 'must be an e-mail address, for example name@example.com';
      return isPlainAddress(value)
        ? undefined
        : 'must be an e-mail address without invisible characters, with a domain that exists in ASCII (UTS 46)';
    },
  });
}

/** A new password. The domain checks the password policy. */
export function newPassword(): Rule {
  return Rule.of({ ...aString, schema: { type: 'string', ...inSchema(PASSWORD_LENGTH) } });
}

/**
 * One of these words. `meaning` maps synonyms to other words; `described` are the words that the API's description
 * lists.
 */
export function oneOf(
  words: readonly string[],
  {
    described = words,
    meaning,
  }: { readonly described?: readonly string[]; readonly meaning?: (word: string) => string } = {},
): Rule {
  return Rule.of({
    ...aString,
    schema: { type: 'string', enum: [...described] },
    ...(meaning && { convert: (value) => (typeof value === 'string' ? meaning(value) : value) }),
    limit: (value) => (words.includes(value) ? undefined : `must be one of ${described.join(', ')}`),
  });
}

export function uuid(): Rule {
  return Rule.of({
    ...aString,
    schema: { type: 'string', format: 'uuid' },
    limit: (value) => (isUUID(value) ? undefined : 'must be a uuid'),
  });
}

/** True or false. */
export function flag(): Rule {
  return Rule.of({
    expected: 'true or false',
    plural: 'booleans',
    schema: { type: 'boolean' },
    is: (value) => typeof value === 'boolean',
  });
}

/** True, for what a client may only ask for. */
export function onlyTrue(): Rule {
  return Rule.of({
    expected: 'true',
    plural: 'true',
    schema: { type: 'boolean', enum: [true] },
    is: (value) => value === true,
  });
}

/** A whole number; up to the largest that JSON carries exactly (RFC 8259, section 6) when `max` is left out. */
export function wholeNumber({
  min,
  max = Number.MAX_SAFE_INTEGER,
}: {
  readonly min: number;
  readonly max?: number;
}): Rule {
  return Rule.of({
    expected: 'a whole number',
    plural: 'whole numbers',
    schema: { type: 'integer', format: max > MAX_INTEGER ? 'int64' : 'int32', minimum: min, maximum: max },
    is: (value) => typeof value === 'number',
    limit: (value) => {
      if (!Number.isInteger(value)) return 'must be a whole number';
      return value < min || value > max ? `must be from ${min} to ${max}` : undefined;
    },
  });
}

/** A list with a length in this range. */
export function listOf(item: Rule, { min = 0, max }: Length): Rule {
  const { schema, plural } = item.words;
  const { convert } = item;
  return Rule.of({
    expected: `a list of ${plural}`,
    plural: 'lists',
    schema: { type: 'array', items: schema, ...(min > 0 && { minItems: min }), maxItems: max },
    ...(convert && { convert: (value) => (Array.isArray(value) ? value.map(convert) : value) }),
    is: (value) => Array.isArray(value),
    limit: ({ length }) => sizeProblem(length, { min, max }, 'items'),
    inside: (items) => problemsWithin(items, item),
  });
}

/** An object with any names whose values follow a rule, of at most this many bytes as JSON. */
export function objectOf(item: Rule, maxBytes: number): Rule {
  const { schema, plural } = item.words;
  return Rule.of({
    expected: `an object of ${plural}`,
    plural: 'objects',
    schema: { type: 'object', additionalProperties: schema },
    is: isObject,
    limit: (value) => bytesProblem(value, maxBytes),
    inside: (values) => problemsWithin(values, item),
  });
}

/** An object of at least `min` of these fields, at most `max`, and no others. Each follows its rule. */
export function objectWith(
  fields: ReadonlyMap<string, Rule>,
  { min, max = fields.size }: { readonly min: number; readonly max?: number },
): Rule {
  const asked = `${min === max ? 'exactly' : 'at least'} ${min}`;
  return Rule.of({
    expected: 'an object',
    plural: 'objects',
    schema: {
      type: 'object',
      properties: Object.fromEntries([...fields].map(([name, { words }]) => [name, words.schema])),
      additionalProperties: false,
      minProperties: min,
      maxProperties: max,
    },
    is: isObject,
    convert: (value) =>
      isObject(value)
        ? Object.fromEntries(
            Object.entries(value).map(([name, sent]) => {
              const convert = fields.get(name)?.convert;
              return [name, convert ? convert(sent) : sent];
            }),
          )
        : value,
    limit: (value) => {
      const sent = Object.keys(value);
      return sent.length < min || sent.length > max || !sent.every((name) => fields.has(name))
        ? `must have ${asked} of ${[...fields.keys()].join(', ')}, and nothing else`
        : undefined;
    },
    inside: (value) =>
      [...fields].flatMap(([name, rule]) => (name in value ? problemsWithin({ [name]: value[name] }, rule) : [])),
  });
}

/**
 * Any object of at most this many bytes as JSON. It has no number that JavaScript reads as infinite and stores as null.
 */
export function anyObject(maxBytes: number): Rule {
  return Rule.of({
    expected: 'an object',
    plural: 'objects',
    schema: { type: 'object', additionalProperties: true },
    is: isObject,
    limit: (value) =>
      isFiniteThroughout(value)
        ? bytesProblem(value, maxBytes)
        : 'must not contain a number beyond 1.7e308; send it as a string',
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A number counts with at least all digits that the database stores: `1e300` has three hundred. */
function bytesProblem(value: object, maxBytes: number): string | undefined {
  const size = Buffer.byteLength(JSON.stringify(value, writtenOut));
  return size > maxBytes ? `must take at most ${maxBytes} bytes as JSON` : undefined;
}

function writtenOut(_name: string, value: unknown): unknown {
  const [, exponent] = typeof value === 'number' ? String(value).split('e') : [];
  return exponent === undefined ? value : `${String(value)}${'0'.repeat(Math.abs(Number(exponent)))}`;
}

function isFiniteThroughout(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(isFiniteThroughout);
}
