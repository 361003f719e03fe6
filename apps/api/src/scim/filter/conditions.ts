import { invalidField } from '@rollcall/kernel';
import { type Condition, EVERYTHING, NOTHING } from '@rollcall/provisioning';
import type { Filter } from 'scim2-parse-filter';

/** The names that the domain has for attributes, by their paths in small letters. */
export interface Askable {
  readonly fields: Readonly<Record<string, string>>;
  /** The lists of which one element may be asked, with the name of what is meant without a sub-attribute. */
  readonly lists: Readonly<
    Record<string, { readonly name: string; readonly fields: Readonly<Record<string, string>> }>
  >;
  /** What is asked for by a few known values, in small letters, with what each means; all have such an attribute. */
  readonly known: Readonly<Record<string, Readonly<Record<string, Condition>>>>;
  /** What is asked for by whether there is any, and not by a value. */
  readonly present: Readonly<Record<string, Condition>>;
  /** The fields that are compared by `eq` and `ne` alone. */
  readonly equalOnly: ReadonlySet<string>;
  /** The fields that are dates. */
  readonly dates: ReadonlySet<string>;
  /** The fields that are true or false. */
  readonly flags: ReadonlySet<string>;
  /** The other fields that no list is sorted by. */
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
 * The condition that a filter means. What cannot be asked is refused here, by the name that was sent.
 * @throws DomainError `invalid_input` for what cannot be asked
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
  const known = own(askable.known, path);
  if (known) return knownCondition(filter, known);
  const present = filter.op === 'pr' ? own(askable.present, path) : undefined;
  if (present) return present;
  const field = own(askable.fields, path);
  if (field === undefined) throw refused(`cannot ask for ${shown(filter.attrPath)}`);
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

/** A condition on an attribute that has a few known values. */
function knownCondition(filter: Filter, known: Readonly<Record<string, Condition>>): Condition {
  if (filter.op === 'pr') return EVERYTHING;
  if (!('compValue' in filter)) throw refused('cannot be read');
  const { op, compValue, attrPath } = filter;
  if (op !== 'eq' && op !== 'ne') throw refused(`compares ${shown(attrPath)} by ${op}, which takes eq, ne or pr`);
  const equal = own(known, String(compValue).toLowerCase()) ?? NOTHING;
  return op === 'eq' ? equal : { not: equal };
}

function compared(filter: Filter, field: string, { dates, flags, equalOnly }: Askable): Condition {
  if (filter.op === 'pr') return { present: field };
  if (!('compValue' in filter)) throw refused('cannot be read');
  const { op, compValue, attrPath } = filter;
  const isEquality = op === 'eq' || op === 'ne';
  if ((flags.has(field) || equalOnly.has(field)) && !isEquality)
    throw refused(`compares ${shown(attrPath)} by ${op}, which takes eq or ne`);
  if (dates.has(field) && (op === 'co' || op === 'sw' || op === 'ew'))
    throw refused(`compares ${shown(attrPath)} by ${op}, which takes eq, ne, gt, ge, lt or le`);
  if (compValue === null) {
    if (op === 'eq') return { not: { present: field } };
    if (op === 'ne') return { present: field };
    throw refused(`compares ${shown(attrPath)} with null, which takes eq or ne`);
  }
  const value = flags.has(field)
    ? flagOf(compValue, attrPath)
    : dates.has(field)
      ? dateOf(compValue, attrPath)
      : textOf(compValue, attrPath);
  return op === 'ne' ? { not: { field, is: 'equal', value } } : { field, is: COMPARISONS[op], value };
}

function textOf(value: string | number | boolean, attrPath: string): string {
  if (typeof value === 'boolean') throw refused(`compares ${shown(attrPath)} with a text, in quotes`);
  return String(value);
}

function dateOf(value: unknown, attrPath: string): Date {
  const date = new Date(typeof value === 'string' ? value : Number.NaN);
  if (Number.isNaN(date.getTime()))
    throw refused(`compares ${shown(attrPath)} with a date and time, such as 2026-01-31T12:00:00Z`);
  return date;
}

/** Some providers write flags as texts. */
function flagOf(value: unknown, attrPath: string): boolean {
  const text = String(value).toLowerCase();
  if (text !== 'true' && text !== 'false') throw refused(`compares ${shown(attrPath)} with true or false`);
  return text === 'true';
}

function shown(attrPath: string): string {
  return attrPath.slice(0, 100);
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
