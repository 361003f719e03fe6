import { isDeepStrictEqual } from 'node:util';

import { DomainError } from '@rollcall/kernel';
import type { Filter } from 'scim2-parse-filter';

import { type Attribute, isObject, type Json, type JsonObject, listOf } from '../attributes/attribute.js';
import { assertFewValues, canonicalValue } from '../attributes/canonical.js';
import { elementOf, meeting } from '../filter/element-filter.js';
import type { PatchOperation } from './patch-operations.js';

/** The value of an attribute that is no list after an operation; null if there is none any more. */
export function changedValue(
  before: Json | undefined,
  attribute: Attribute,
  sub: Attribute | null,
  { op, value = null }: PatchOperation,
  place: string,
): Json {
  const parts = isObject(before) ? before : {};
  if (sub)
    return orNull(
      withPart(parts, sub.name, op === 'remove' ? null : canonicalValue(sub, value, `${place}.${sub.name}`)),
    );
  if (op === 'remove') return null;
  const made = canonicalValue(attribute, value, place);
  // What a complex value leaves out stays (RFC 7644, sections 3.5.2.1 and 3.5.2.3).
  return isObject(made) ? { ...parts, ...made } : made;
}

/** A list after an operation on all of it, or on the elements that meet a condition; null if it is empty. */
export function changedList(
  before: Json | undefined,
  attribute: Attribute,
  { where, sub }: { readonly where: Filter | null; readonly sub: Attribute | null },
  operation: PatchOperation,
  place: string,
): Json {
  const { op, value } = operation;
  const held = listOf(before);
  if (attribute.primaryIsOnly && where && isPrimary(where, attribute)) {
    // What else is said of the only value, such as its display, follows from the value.
    return sub && sub.name !== 'value' ? orNone(held) : onlyValue(attribute, sub, operation, place);
  }
  const isMeant = where === null ? () => true : meeting(where, attribute);
  const after = (): readonly Json[] => {
    if (op === 'remove') {
      if (sub) return held.flatMap((element) => (isMeant(element) ? withoutPart(element, sub, attribute) : [element]));
      if (where) return held.filter((element) => !isMeant(element));
      return value === undefined ? [] : withoutValues(held, canonicalValue(attribute, value, place));
    }
    if (where === null && sub === null) {
      const made = listOf(canonicalValue(attribute, value ?? null, place));
      return op === 'replace' ? distinct(made) : added(held, made);
    }
    const part = sub
      ? { [sub.name]: canonicalValue(sub, value ?? null, `${place}.${sub.name}`) }
      : partOf(canonicalValue(attribute, value ?? null, place));
    return changedElements(held, isMeant, part, () => {
      const element = op === 'add' && where ? elementOf(where, attribute) : null;
      if (!element && !(op === 'add' && where === null))
        throw new DomainError('path_without_target', `No element of ${place} meets the condition of the path`);
      return element ?? {};
    });
  };
  const made = after();
  // What was stored before there was a limit may get fewer.
  if (made.length > held.length) assertFewValues(attribute, made.length, place);
  return orNone(onePrimary(made, held));
}

/** Whether a condition is for the primary element, whichever else it is. */
function isPrimary(where: Filter, attribute: Attribute): boolean {
  return isDeepStrictEqual(elementOf(where, attribute), { primary: true });
}

/** The list with the primary value alone; null if that is removed. */
function onlyValue(
  attribute: Attribute,
  sub: Attribute | null,
  { op, value = null }: PatchOperation,
  place: string,
): Json {
  if (op === 'remove') return null;
  const element = sub
    ? { value: canonicalValue(sub, value, `${place}.${sub.name}`) }
    : partOf(canonicalValue(attribute, value, place));
  return element.value === null || element.value === undefined ? null : [{ ...element, primary: true }];
}

function changedElements(
  held: readonly Json[],
  isMeant: (element: Json) => boolean,
  part: JsonObject,
  missing: () => JsonObject,
): readonly Json[] {
  const merge = (element: Json) =>
    Object.entries(part).reduce((made, [name, one]) => withPart(made, name, one), partOf(element));
  if (!held.some(isMeant)) return [...held, merge(missing())];
  return held.map((element) => (isMeant(element) ? merge(element) : element));
}

function partOf(value: Json): JsonObject {
  const [first] = listOf(value);
  return isObject(first) ? first : {};
}

/** Adds what is not there: an element with the same value is the same, and takes over what is new of it. */
function added(held: readonly Json[], made: readonly Json[]): readonly Json[] {
  return distinct([...held, ...made]);
}

/** Each value once. Where two elements have the same, they are one. */
function distinct(elements: readonly Json[]): readonly Json[] {
  const byKey = new Map<string, Json>();
  for (const element of elements) {
    const key = keyOf(element);
    const known = byKey.get(key);
    byKey.set(key, isObject(known) && isObject(element) ? { ...known, ...element } : element);
  }
  return [...byKey.values()];
}

/** What tells two elements apart: value and type, or all that they are. No text has the character between them. */
function keyOf(element: Json): string {
  if (!isObject(element) || typeof element.value !== 'string') return JSON.stringify(element);
  return typeof element.type === 'string' ? `${element.value}\0${element.type}` : element.value;
}

/** The elements but those that are named by their value. */
function withoutValues(held: readonly Json[], named: Json): readonly Json[] {
  const values = new Set(listOf(named).map((one) => (isObject(one) ? one.value : one)));
  return held.filter((element) => !(isObject(element) ? values.has(element.value) : values.has(element)));
}

/** The element without the part; no element where nothing says what it was about. */
function withoutPart(element: Json, sub: Attribute, { subAttributes = [] }: Attribute): readonly Json[] {
  if (!isObject(element)) return [element];
  const left = withPart(element, sub.name, null);
  const isAboutValue = subAttributes.some(({ name }) => name === 'value');
  return isAboutValue && left.value === undefined ? [] : [left];
}

/** A new primary element takes the place of the one before (RFC 7644, section 3.5.2). */
function onePrimary(elements: readonly Json[], before: readonly Json[]): readonly Json[] {
  const primary = elements.filter((element) => isObject(element) && element.primary === true);
  if (primary.length < 2) return elements;
  const isOld = (element: Json) => before.some((old) => isDeepStrictEqual(old, element));
  const kept = primary.findLast((element) => !isOld(element)) ?? primary[0];
  return elements.map((element) =>
    isObject(element) && element.primary === true && element !== kept ? { ...element, primary: false } : element,
  );
}

function withPart(object: JsonObject, name: string, value: Json): JsonObject {
  const others = Object.entries(object).filter(([key]) => key !== name);
  return Object.fromEntries(value === null ? others : [...others, [name, value]]);
}

function orNone(list: readonly Json[]): Json {
  return list.length > 0 ? list : null;
}

function orNull(object: JsonObject): Json {
  return Object.keys(object).length > 0 ? object : null;
}
