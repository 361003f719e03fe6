import { DomainError, invalidField } from '@rollcall/kernel';

import {
  type Attribute,
  attributeNamed,
  COMMON,
  isObject,
  type Json,
  type JsonObject,
  listOf,
  type ResourceSchema,
} from './attribute.js';

/**
 * What was sent of a resource, by the names that the schema gives the attributes, each with the type that the schema says: names
 * come in any case, `"False"` is false, a single value may stand for a list of one. What is unknown or read-only is left out
 * (RFC 7644, section 3.3), and so is null (RFC 7643, section 2.5). Extensions are objects under their URN.
 * @throws DomainError `invalid_input` naming an attribute whose value has the wrong type, `too_many_values` one that has too many
 */
export function canonicalResource(sent: JsonObject, { core, extensions }: ResourceSchema): JsonObject {
  const own = canonicalObject(sent, [...COMMON, ...core.attributes], '');
  const inExtensions = extensions.flatMap(({ id, attributes }): [string, Json][] => {
    const key = Object.keys(sent).find((name) => name.toLowerCase() === id.toLowerCase());
    const value = key === undefined ? undefined : sent[key];
    if (value === undefined || value === null) return [];
    if (!isObject(value)) throw invalidField(id, `${id} must be an object`);
    const made = canonicalObject(value, attributes, `${id}:`);
    return Object.keys(made).length > 0 ? [[id, made]] : [];
  });
  return { ...own, ...Object.fromEntries(inExtensions) };
}

function canonicalObject(sent: JsonObject, attributes: readonly Attribute[], place: string): JsonObject {
  return Object.fromEntries(
    Object.entries(sent).flatMap(([name, value]): [string, Json][] => {
      const attribute = attributeNamed(attributes, name);
      if (!attribute || attribute.mutability === 'readOnly') return [];
      const made = canonicalValue(attribute, value, place + attribute.name);
      return made === null ? [] : [[attribute.name, made]];
    }),
  );
}

/**
 * A value as the schema has it; null if there is none.
 * @param place the name of the attribute in messages
 * @throws DomainError `invalid_input` if it has the wrong type, `too_many_values`
 */
export function canonicalValue(attribute: Attribute, value: Json, place: string): Json {
  if (!attribute.multiValued)
    return canonicalItem(attribute, Array.isArray(value) ? onlyOne(value, place) : value, place);
  const sent = listOf(value);
  assertFewValues(attribute, sent.length, place);
  const items = sent.map((item) => canonicalItem(attribute, item, place)).filter((item) => item !== null);
  return items.length > 0 ? items : null;
}

/** @throws DomainError `too_many_values` if an attribute would have more values than one may */
export function assertFewValues({ most = Infinity }: Attribute, count: number, place: string): void {
  if (count > most)
    throw new DomainError('too_many_values', `${place} may have at most ${most} values, not ${count}; send fewer`);
}

/** Some providers send a single value as a list of one. */
function onlyOne(values: readonly Json[], place: string): Json {
  if (values.length > 1) throw invalidField(place, `${place} must be one value, not ${values.length}`);
  return values[0] ?? null;
}

function canonicalItem(attribute: Attribute, value: Json, place: string): Json {
  if (value === null) return null;
  const { type, subAttributes = [] } = attribute;
  if (type === 'complex') {
    const sent = isObject(value) ? value : plainValue(attribute, value, place);
    const made = canonicalObject(sent, subAttributes, `${place}.`);
    return Object.keys(made).length > 0 ? made : null;
  }
  const plain = isObject(value) && 'value' in value ? (value.value ?? null) : value;
  if (plain === null) return null;
  if (type === 'boolean') return canonicalFlag(plain, place);
  if (typeof plain === 'number') return String(plain);
  if (typeof plain !== 'string') throw invalidField(place, `${place} must be a string`);
  return plain;
}

/** The bare value of what has a `value`, as some providers send a manager or a role. */
function plainValue({ subAttributes = [] }: Attribute, value: Json, place: string): JsonObject {
  if (typeof value !== 'string' || !attributeNamed(subAttributes, 'value'))
    throw invalidField(place, `${place} must be an object`);
  return value === '' ? {} : { value };
}

function canonicalFlag(value: Json, place: string): boolean {
  const text = typeof value === 'string' ? value.toLowerCase() : value;
  if (text === true || text === 'true') return true;
  if (text === false || text === 'false') return false;
  throw invalidField(place, `${place} must be true or false`);
}
