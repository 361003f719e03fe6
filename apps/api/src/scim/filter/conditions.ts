import { invalidField } from '@rollcall/kernel';
import type { Condition } from '@rollcall/provisioning';
import type { Filter } from 'scim2-parse-filter';

/** The names that the domain has for attributes, by their paths in small letters. */
export interface Askable {
  readonly fields: Readonly<Record<string, string>>;
  /** The lists of which one element may be asked, with the name of what is meant without a sub-attribute. */
  readonly lists: Readonly<
    Record<string, { readonly name: string; readonly fields: Readonly<Record<string, string>> }>
  >;
  /** The fields that are dates. */
  readonly dates: ReadonlySet<string>;
  /** The fields that are true or false. */
  readonly flags: ReadonlySet<string>;
  /** The fields that no list is sorted by. */
  readonly unsortable: ReadonlySet<string>;
}

const COMPARISONS = {
  eq: 'equal',
  co: 'contains',
  sw: 'starts',
  ew: 'ends',
  gt: 'above',
  ge: 'atLeast',
  lt: 'below',
  le: 'atMost',
} as const;

/**
 * The condition that a filter means. @throws DomainError `invalid_input` for what cannot be asked
 * @param urn the schema whose attributes may be named with it or without it
 */
export function conditionOf(filter: Filter, askable: Askable, urn: string): Condition {
  if ('filters' in filter) {
    const all = filter.filters.map((one) => conditionOf(one, askable, urn));
    return filter.op === 'and' ? { all } : { any: all };
  }
  if ('filter' in filter) return { not: conditionOf(filter.filter, askable, urn) };
  const path = pathOf(filter.attrPath, urn);
  if ('valFilter' in filter) {
    // What is asked of one value of roles, groups or members is asked of its `value` alone.
    const list = own(askable.lists, path);
    if (!list) return conditionOf(inside(filter.valFilter, path), askable, urn);
    return {
      some: list.name,
      where: conditionOf(filter.valFilter, { ...askable, fields: list.fields, lists: {} }, ''),
    };
  }
  const [first = '', sub = 'value'] = path.split('.');
  const list = own(askable.lists, first);
  const inList = list && own(list.fields, sub);
  if (list && inList !== undefined) return { some: list.name, where: compared(filter, inList, askable) };
  const field = own(askable.fields, path);
  if (field === undefined) throw refused(`cannot ask for ${filter.attrPath.slice(0, 100)}`);
  return compared(filter, field, askable);
}

/** What an object says itself; it inherits names that nobody gave it. */
export function own<T>(values: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

/** The condition with its names behind that of the list. */
function inside(filter: Filter, list: string): Filter {
  if ('filters' in filter) return { ...filter, filters: filter.filters.map((one) => inside(one, list)) };
  if ('filter' in filter) return { ...filter, filter: inside(filter.filter, list) };
  if ('valFilter' in filter) throw refused('has no brackets in brackets');
  return { ...filter, attrPath: `${list}.${filter.attrPath}` };
}

function compared(filter: Filter, field: string, { dates, flags }: Askable): Condition {
  if (filter.op === 'pr') return { present: field };
  if (!('compValue' in filter)) throw refused('cannot be read');
  const { op, compValue, attrPath } = filter;
  if (compValue === null) {
    if (op === 'eq') return { not: { present: field } };
    if (op === 'ne') return { present: field };
    throw refused(`compares ${attrPath} with null, which takes eq or ne`);
  }
  const value = flags.has(field)
    ? flagOf(compValue, attrPath)
    : dates.has(field)
      ? dateOf(compValue, attrPath)
      : typeof compValue === 'number'
        ? String(compValue)
        : compValue;
  return op === 'ne' ? { not: { field, is: 'equal', value } } : { field, is: COMPARISONS[op], value };
}

function dateOf(value: unknown, attrPath: string): Date {
  const date = new Date(typeof value === 'string' ? value : Number.NaN);
  if (Number.isNaN(date.getTime()))
    throw refused(`compares ${attrPath} with a date and time, such as 2026-01-31T12:00:00Z`);
  return date;
}

/** Some providers write flags as texts. */
function flagOf(value: unknown, attrPath: string): boolean {
  const text = String(value).toLowerCase();
  if (text !== 'true' && text !== 'false') throw refused(`compares ${attrPath} with true or false`);
  return text === 'true';
}

/** The path without the URN of the resource's own schema, in small letters. */
export function pathOf(attrPath: string, urn: string): string {
  const path = attrPath.toLowerCase();
  const prefix = `${urn.toLowerCase()}:`;
  return urn !== '' && path.startsWith(prefix) ? path.slice(prefix.length) : path;
}

function refused(text: string): Error {
  return invalidField('filter', `filter ${text}`, 'query');
}
