import { DomainError } from '@rollcall/kernel';
import type { Filter } from 'scim2-parse-filter';

import { type Attribute, attributeNamed, isObject, type Json, type JsonObject } from '../attributes/attribute.js';

/**
 * Whether an element of a list meets the condition in the brackets of a path.
 * @throws DomainError `path_invalid` if the condition names what elements of the list do not have
 */
export function meets(element: Json, filter: Filter, attribute: Attribute): boolean {
  if ('filters' in filter)
    return filter.op === 'and'
      ? filter.filters.every((one) => meets(element, one, attribute))
      : filter.filters.some((one) => meets(element, one, attribute));
  if ('filter' in filter) return !meets(element, filter.filter, attribute);
  if ('valFilter' in filter) throw unfit('has no brackets in brackets');
  const sub = attributeNamed(attribute.subAttributes ?? [], filter.attrPath);
  if (!sub) throw unfit(`names ${attribute.name}.${filter.attrPath}, which there is not`);
  const value = isObject(element) ? element[sub.name] : undefined;
  if (filter.op === 'pr') return value !== undefined && value !== null && value !== '';
  if (!('compValue' in filter)) throw unfit('cannot be read');
  return compare(filter.op, sub, value ?? null, filter.compValue);
}

/** What an element is that meets a condition of `eq` alone, joined by `and`; null for any other condition. */
export function elementOf(filter: Filter, attribute: Attribute): JsonObject | null {
  if ('filters' in filter) {
    if (filter.op !== 'and') return null;
    return filter.filters
      .map((one) => elementOf(one, attribute))
      .reduce<JsonObject | null>((made, part) => (made && part ? { ...made, ...part } : null), {});
  }
  if (filter.op !== 'eq' || !('compValue' in filter)) return null;
  const sub = attributeNamed(attribute.subAttributes ?? [], filter.attrPath);
  return sub && filter.compValue !== null ? { [sub.name]: filter.compValue } : null;
}

type Compared = string | number | boolean | null;

function compare(op: string, { caseExact, type }: Attribute, value: Json, asked: Compared): boolean {
  const plain = (one: unknown): Compared => {
    if (typeof one === 'string') {
      const low = one.toLowerCase();
      if (type === 'boolean' && (low === 'true' || low === 'false')) return low === 'true';
      return caseExact ? one : low;
    }
    return typeof one === 'boolean' || typeof one === 'number' ? one : null;
  };
  const [a, b] = [plain(value), plain(asked)];
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
