import { DomainError } from '@rollcall/kernel';
import type { Filter } from 'scim2-parse-filter';

import { type Attribute, attributeNamed, isObject, type Json, type JsonObject } from '../attributes/attribute.js';
import { canonicalValue } from '../attributes/canonical.js';

/** Whether an element of a list meets a condition. */
type Meets = (element: Json) => boolean;

/**
 * The condition in the brackets of a path, worked out once for all elements of the list.
 * @throws DomainError `path_invalid` if the condition names what elements of the list do not have
 */
export function meeting(filter: Filter, attribute: Attribute): Meets {
  if ('filters' in filter) {
    const all = filter.filters.map((one) => meeting(one, attribute));
    return filter.op === 'and'
      ? (element) => all.every((meets) => meets(element))
      : (element) => all.some((meets) => meets(element));
  }
  if ('filter' in filter) {
    const meets = meeting(filter.filter, attribute);
    return (element) => !meets(element);
  }
  if ('valFilter' in filter) throw unfit('has no brackets in brackets');
  const sub = attributeNamed(attribute.subAttributes ?? [], filter.attrPath);
  if (!sub) throw unfit(`names ${attribute.name}.${filter.attrPath}, which there is not`);
  const valueOf = (element: Json) => (isObject(element) ? element[sub.name] : undefined) ?? null;
  if (filter.op === 'pr')
    return (element) => {
      const value = valueOf(element);
      return value !== null && value !== '';
    };
  if (!('compValue' in filter)) throw unfit('cannot be read');
  const { op } = filter;
  const asked = comparable(filter.compValue, sub);
  return (element) => compare(op, comparable(valueOf(element), sub), asked);
}

/**
 * What an element is that meets a condition of `eq` alone, joined by `and`; null for any other condition.
 * @throws DomainError `invalid_input` if a value has the wrong type
 */
export function elementOf(filter: Filter, attribute: Attribute): JsonObject | null {
  if ('filters' in filter) {
    if (filter.op !== 'and') return null;
    return filter.filters
      .map((one) => elementOf(one, attribute))
      .reduce<JsonObject | null>((made, part) => (made && part ? { ...made, ...part } : null), {});
  }
  if (filter.op !== 'eq' || !('compValue' in filter)) return null;
  const sub = attributeNamed(attribute.subAttributes ?? [], filter.attrPath);
  if (!sub || filter.compValue === null) return null;
  return { [sub.name]: canonicalValue(sub, filter.compValue, `${attribute.name}.${sub.name}`) };
}

type Compared = string | number | boolean | null;

/** The value in the form in which two are compared. */
function comparable(value: unknown, { caseExact, type }: Attribute): Compared {
  if (typeof value === 'string') {
    if (caseExact) return value;
    const low = value.toLowerCase();
    return type === 'boolean' && (low === 'true' || low === 'false') ? low === 'true' : low;
  }
  return typeof value === 'boolean' || typeof value === 'number' ? value : null;
}

function compare(op: string, a: Compared, b: Compared): boolean {
  if (op === 'eq') return a === b;
  if (op === 'ne') return a !== b;
  if (typeof a !== 'string' || typeof b !== 'string') return false;
  switch (op) {
    case 'co':
      return a.includes(b);
    case 'sw':
      return a.startsWith(b);
    case 'ew':
      return a.endsWith(b);
    case 'gt':
      return a > b;
    case 'ge':
      return a >= b;
    case 'lt':
      return a < b;
    default:
      return a <= b;
  }
}

function unfit(text: string): DomainError {
  return new DomainError('path_invalid', `The condition in brackets ${text}`);
}
