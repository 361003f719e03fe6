import { escapeLike } from '@rollcall/database';

/** The fields that a condition can compare. */
export const ACTIVITY_FIELDS = ['type', 'actorId', 'ip', 'createdAt'] as const;

export type ActivityField = (typeof ACTIVITY_FIELDS)[number];

/** A period of time: its first moment, and the first moment after it. */
export interface Span {
  readonly from: Date;
  readonly until: Date;
}

/**
 * The value that a field is compared with: a number for `actorId`, a period for `createdAt`, a text for the others.
 */
export type ActivityValue = string | number | Span;

/**
 * A condition on an entry. All fields but `createdAt` may be empty; an empty field equals nothing and contains
 * nothing. Texts are ordered by their characters. `contains` ignores case, and looks at numbers and times as the log
 * shows them.
 */
export type ActivityCondition =
  | { readonly logic: 'AND' | 'OR'; readonly rules: readonly ActivityCondition[] }
  | { readonly field: ActivityField; readonly test: 'set' | 'not set' }
  | {
      readonly field: ActivityField;
      readonly test: 'equals' | 'not equals' | 'greater than' | 'less than';
      readonly value: ActivityValue;
    }
  | {
      readonly field: ActivityField;
      readonly test: 'between';
      readonly first: ActivityValue;
      readonly last: ActivityValue;
    }
  | { readonly field: ActivityField; readonly test: 'in'; readonly values: readonly ActivityValue[] }
  | { readonly field: ActivityField; readonly test: 'contains' | 'not contains'; readonly text: string };

type Bind = (value: unknown) => string;

/** The condition as SQL over `entry`, and its parameters. No value becomes part of the SQL. */
export function sqlOf(condition: ActivityCondition): [sql: string, parameters: Record<string, unknown>] {
  const parameters: Record<string, unknown> = {};
  const bind: Bind = (value) => {
    const name = `condition${Object.keys(parameters).length}`;
    parameters[name] = value;
    return `:${name}`;
  };
  return [write(condition, bind), parameters];
}

/** An index answers whether texts are equal. Their order must not depend on the language of the database. */
const ORDERED: Readonly<Record<ActivityField, string>> = {
  type: 'entry.type COLLATE "C"',
  actorId: 'entry.actorId',
  ip: 'entry.ip COLLATE "C"',
  createdAt: 'entry.createdAt',
};

const TEXTS: Readonly<Record<ActivityField, string>> = {
  type: 'entry.type',
  actorId: 'CAST(entry.actorId AS text)',
  ip: 'entry.ip',
  createdAt: `to_char(entry.createdAt AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
};

function write(condition: ActivityCondition, bind: Bind): string {
  if ('logic' in condition)
    return joined(
      condition.logic,
      condition.rules.map((rule) => write(rule, bind)),
    );
  const { field } = condition;
  switch (condition.test) {
    case 'set':
      return `entry.${field} IS NOT NULL`;
    case 'not set':
      return `entry.${field} IS NULL`;
    case 'equals':
      return isAt(field, condition.value, bind);
    case 'not equals':
      return not(isAt(field, condition.value, bind));
    case 'greater than':
      return isAfter(field, condition.value, bind);
    case 'less than':
      return isBefore(field, condition.value, bind);
    case 'between':
      return `NOT (${isBefore(field, condition.first, bind)} OR ${isAfter(field, condition.last, bind)})`;
    case 'in':
      if (!condition.values.some(isSpan)) return `entry.${field} = ANY (${bind(condition.values)})`;
      return joined(
        'OR',
        condition.values.map((value) => isAt(field, value, bind)),
      );
    case 'contains':
      return isPart(field, condition.text, bind);
    case 'not contains':
      return not(isPart(field, condition.text, bind));
  }
}

/** Nothing at all holds for every entry. */
function joined(logic: 'AND' | 'OR', rules: readonly string[]): string {
  return rules.length > 0 ? `(${rules.join(` ${logic} `)})` : 'true';
}

/** Holds for an empty field too. */
function not(rule: string): string {
  return `(${rule}) IS NOT TRUE`;
}

function isSpan(value: ActivityValue): value is Span {
  return typeof value === 'object';
}

function isAt(field: ActivityField, value: ActivityValue, bind: Bind): string {
  return isSpan(value)
    ? `(entry.${field} >= ${bind(value.from)} AND entry.${field} < ${bind(value.until)})`
    : `entry.${field} = ${bind(value)}`;
}

function isAfter(field: ActivityField, value: ActivityValue, bind: Bind): string {
  return isSpan(value) ? `${ORDERED[field]} >= ${bind(value.until)}` : `${ORDERED[field]} > ${bind(value)}`;
}

function isBefore(field: ActivityField, value: ActivityValue, bind: Bind): string {
  return `${ORDERED[field]} < ${bind(isSpan(value) ? value.from : value)}`;
}

function isPart(field: ActivityField, text: string, bind: Bind): string {
  return `${TEXTS[field]} ILIKE ${bind(`%${escapeLike(text)}%`)}`;
}
