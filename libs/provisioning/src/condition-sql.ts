import { escapeLike } from '@rollcall/database';
import { invalidField } from '@rollcall/kernel';

import type { Comparison, Condition, FieldSql, Searchable, ValueSql } from './condition.js';

const OPERATORS: Readonly<Record<'above' | 'atLeast' | 'below' | 'atMost', string>> = {
  above: '>',
  atLeast: '>=',
  below: '<',
  atMost: '<=',
};

/** A condition in SQL with its parameters, whose names begin with `condition`. */
export interface ConditionSql {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** The SQL of a condition. @throws DomainError `invalid_input` when it asks for what cannot be asked of such a field */
export function conditionSql(condition: Condition, searchable: Searchable): ConditionSql {
  const parameters: Record<string, unknown> = {};
  const parameter = (value: unknown): string => {
    const name = `condition${Object.keys(parameters).length}`;
    parameters[name] = value;
    return `:${name}`;
  };
  return { sql: sqlOf(condition, searchable, parameter), parameters };
}

type NewParameter = (value: unknown) => string;

function sqlOf(condition: Condition, searchable: Searchable, parameter: NewParameter): string {
  const inner = (one: Condition) => sqlOf(one, searchable, parameter);
  if ('all' in condition) return condition.all.length > 0 ? `(${condition.all.map(inner).join(' AND ')})` : 'true';
  if ('any' in condition) return condition.any.length > 0 ? `(${condition.any.map(inner).join(' OR ')})` : 'false';
  // Where there is no value, the comparison is not met, and its opposite is.
  if ('not' in condition) return `(NOT coalesce(${inner(condition.not)}, false))`;
  if ('some' in condition) {
    const list = own(searchable.lists, condition.some);
    const where = sqlOf(condition.where, { fields: list.fields, lists: {} }, parameter);
    const exists = `EXISTS (SELECT 1 FROM ${list.from} WHERE ${where})`;
    const value = valueAskedFor(condition.where);
    return list.holders && value !== undefined
      ? `(${withParameter(list.holders(value), parameter)} AND ${exists})`
      : exists;
  }
  const name = 'present' in condition ? condition.present : condition.field;
  const field = own(searchable.fields, name);
  if ('present' in condition) return presence(name, field);
  return comparison(name, field, condition.is, condition.value, parameter);
}

function withParameter({ sql, value }: ValueSql, parameter: NewParameter): string {
  return sql.replaceAll('$value', parameter(value));
}

/** The `value` that each element has which meets the condition; undefined if it may have any. */
function valueAskedFor(condition: Condition): string | undefined {
  if ('all' in condition) return condition.all.map(valueAskedFor).find((value) => value !== undefined);
  if (!('field' in condition) || condition.field !== 'value' || condition.is !== 'equal') return undefined;
  return typeof condition.value === 'string' ? condition.value : undefined;
}

function presence(name: string, { sql, type, onlyEqual, present }: FieldSql): string {
  if (present !== undefined) return present;
  if (onlyEqual) return onlyEquality(name);
  return type === 'text' || type === 'exact' ? `coalesce(${sql}, '') <> ''` : `${sql} IS NOT NULL`;
}

function comparison(
  name: string,
  field: FieldSql,
  is: Comparison,
  value: string | boolean | Date,
  parameter: NewParameter,
): string {
  const { sql, type } = field;
  if (is === 'equal' && field.equal && typeof value === 'string') return withParameter(field.equal(value), parameter);
  if (field.onlyEqual) return onlyEquality(name);
  if (type === 'boolean') {
    if (is !== 'equal' || typeof value !== 'boolean') throw unfit(name, 'takes eq and ne with true or false');
    return `${sql} = ${parameter(value)}`;
  }
  if (type === 'date') {
    if (!(value instanceof Date)) throw unfit(name, 'is compared with a date and time, such as 2026-01-31T12:00:00Z');
    if (is === 'equal') return `${sql} = ${parameter(value)}`;
    if (is === 'contains' || is === 'starts' || is === 'ends') throw unfit(name, 'takes eq, ne, gt, ge, lt and le');
    return `${sql} ${OPERATORS[is]} ${parameter(value)}`;
  }
  if (typeof value !== 'string') throw unfit(name, 'is compared with a text in quotes');
  return textComparison(sql, type === 'exact', is, value, parameter);
}

function textComparison(sql: string, isExact: boolean, is: Comparison, value: string, parameter: NewParameter): string {
  const escaped = escapeLike(value);
  const like = (pattern: string) => `${sql} ${isExact ? 'LIKE' : 'ILIKE'} ${parameter(pattern)}`;
  switch (is) {
    case 'equal':
      return isExact ? `${sql} = ${parameter(value)}` : like(escaped);
    case 'contains':
      return like(`%${escaped}%`);
    case 'starts':
      return like(`${escaped}%`);
    case 'ends':
      return like(`%${escaped}`);
    default:
      return isExact
        ? `${sql} ${OPERATORS[is]} ${parameter(value)}`
        : `lower(${sql}) ${OPERATORS[is]} lower(${parameter(value)})`;
  }
}

function onlyEquality(name: string): never {
  throw unfit(name, 'takes eq alone');
}

/** What has this name, which is not one that every object inherits. */
function own<T>(known: Readonly<Record<string, T>>, name: string): T {
  const found = Object.hasOwn(known, name) ? known[name] : undefined;
  if (found === undefined) throw unfit(name, 'is not an attribute that can be asked for');
  return found;
}

function unfit(name: string, text: string): Error {
  return invalidField('filter', `filter: ${name} ${text}`, 'query');
}
