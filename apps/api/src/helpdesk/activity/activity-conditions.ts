import {
  ACTIVITY_TYPES,
  type ActivityCondition,
  type ActivityField,
  type ActivityValue,
  type Span,
} from '@rollcall/activity';
import { assertStorableText, invalidField } from '@rollcall/kernel';

import { dateOf } from '../../http/input/date-time.js';

/** The name of the table, which clients may write before the name of a field. */
export const MODEL = 'activity_logs';

/** The fields that `filters` and `order_by` know. */
export const FIELDS = {
  activity_type: 'type',
  actor_id: 'actorId',
  ip: 'ip',
  created_at: 'createdAt',
} as const satisfies Record<string, ActivityField>;

export type FieldName = keyof typeof FIELDS;

export const FIELD_NAMES: readonly FieldName[] = ['activity_type', 'actor_id', 'ip', 'created_at'];

const OPERATORS = [
  'equals',
  'not equals',
  'greater than',
  'less than',
  'between',
  'in',
  'contains',
  'not contains',
  'ilike',
  'set',
  'not set',
] as const;

const LOGICS = ['AND', 'OR'] as const;

const MAX_LEVELS = 2;
const MAX_GROUPS = 10;
const MAX_CONDITIONS = 50;
const MAX_VALUES = 100;
const DAY_MS = 86_400_000;

/** A condition or a group, as it was sent. */
interface Node {
  readonly model?: unknown;
  readonly field?: unknown;
  readonly operator?: unknown;
  readonly value?: unknown;
  readonly logic?: unknown;
  readonly rules?: unknown;
}

/** How many groups and conditions were read so far. The outermost group is not counted. */
interface Count {
  groups: number;
  conditions: number;
}

/**
 * Reads `filters` as clients of the peer send it: a JSON list of conditions that all must hold, or a group of
 * conditions and groups. Undefined if there are no conditions.
 * @throws DomainError `invalid_input` with the path of the malformed part, for example `filters.rules.1.operator`
 */
export function parseConditions(text: string): ActivityCondition | undefined {
  if (text.trim() === '') return undefined;
  const filters = parseJson(text, 'filters', 'a list of conditions or a group of them, as JSON');
  if (filters === null) return undefined;
  assertStorableText(filters, 'query', 'filters');
  const count = { groups: 0, conditions: 0 };
  if (Array.isArray(filters)) return { logic: 'AND', rules: parseRules(filters, 'filters', 1, count) };
  const node = nodeAt('filters', filters);
  return isGroup(node) ? parseGroup(node, 'filters', 1, count) : parseRules([node], 'filters', 1, count)[0];
}

function parseGroup(node: Node, path: string, level: number, count: Count): ActivityCondition {
  const { logic = '', rules = [] } = node;
  const word = typeof logic === 'string' ? logic.trim().toUpperCase() || 'AND' : logic;
  const known = oneOf(LOGICS, word, `${path}.logic`);
  if (!Array.isArray(rules)) throw refusal(`${path}.rules`, 'must be a list of conditions and groups');
  return { logic: known, rules: parseRules(rules, `${path}.rules`, level, count) };
}

function parseRules(rules: readonly unknown[], path: string, level: number, count: Count): ActivityCondition[] {
  return rules.flatMap((rule, index) => {
    const [node, at] = [nodeAt(`${path}.${index}`, rule), `${path}.${index}`];
    if (isGroup(node)) {
      if (level === MAX_LEVELS)
        throw refusal(at, `must not be a group: groups may be nested ${MAX_LEVELS} levels deep`);
      if (++count.groups > MAX_GROUPS) throw refusal(at, `is one group too many: at most ${MAX_GROUPS} are allowed`);
      return [parseGroup(node, at, level + 1, count)];
    }
    // An empty row of the client's form.
    if ((node.field ?? '') === '') return [];
    if (++count.conditions > MAX_CONDITIONS)
      throw refusal(at, `is one condition too many: at most ${MAX_CONDITIONS} are allowed`);
    return [parseCondition(node, at)];
  });
}

function parseCondition({ model, field: name, operator, value }: Node, path: string): ActivityCondition {
  oneOf([MODEL], model, `${path}.model`);
  const fieldName = oneOf(FIELD_NAMES, name, `${path}.field`);
  const field = FIELDS[fieldName];
  const test = oneOf(OPERATORS, operator, `${path}.operator`);
  if (test === 'set' || test === 'not set') return { field, test };
  const at = `${path}.value`;
  if (typeof value !== 'string' || value.trim() === '')
    throw refusal(at, `must be a text, because the operator is ${test}`);
  switch (test) {
    case 'equals':
    case 'not equals':
      return { field, test, value: parseExact(fieldName, value, at) };
    case 'greater than':
    case 'less than':
      return { field, test, value: parseValue(fieldName, value, at) };
    case 'between': {
      const [first, last, ...more] = value.split(',').map((part) => part.trim());
      if (!first || !last || more.length > 0) throw refusal(at, 'must be two values separated by a comma');
      return { field, test, first: parseValue(fieldName, first, at), last: parseValue(fieldName, last, at) };
    }
    case 'in':
      return { field, test, values: parseList(value, at).map((item) => parseExact(fieldName, item, at)) };
    case 'contains':
    case 'ilike':
      return { field, test: 'contains', text: value };
    case 'not contains':
      return { field, test, text: value };
  }
}

function parseList(text: string, path: string): readonly string[] {
  const rule = `a JSON list of 1 to ${MAX_VALUES} texts, because the operator is in`;
  const list = parseJson(text, path, rule);
  const texts = Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
  if (!Array.isArray(list) || texts.length !== list.length || list.length < 1 || list.length > MAX_VALUES)
    throw refusal(path, `must be ${rule}`);
  assertStorableText(texts, 'query', path);
  return texts;
}

/**
 * The value of an exact comparison. An unknown type is refused: an empty result would look as if nothing had happened.
 */
function parseExact(field: FieldName, text: string, path: string): ActivityValue {
  return field === 'activity_type' ? oneOf(ACTIVITY_TYPES, text, path) : parseValue(field, text, path);
}

function parseValue(field: FieldName, text: string, path: string): ActivityValue {
  switch (field) {
    case 'activity_type':
    case 'ip':
      return text;
    case 'actor_id': {
      const number = /^-?\d+$/.test(text) ? Number(text) : NaN;
      if (!Number.isSafeInteger(number)) throw refusal(path, 'must be a whole number, the id of an agent');
      return number;
    }
    case 'created_at':
      return parseSpan(text, path);
  }
}

/** The whole day in UTC for a date; one millisecond, the precision of the log, for a date-time. */
function parseSpan(text: string, path: string): Span {
  const from = dateOf(text);
  if (from === null) throw refusal(path, 'must be a date like 2023-11-07 or a date-time like 2023-11-07T05:31:56Z');
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  return { from, until: new Date(from.getTime() + (isDay ? DAY_MS : 1)) };
}

function parseJson(text: string, path: string, rule: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refusal(path, `must be ${rule}`);
  }
}

function nodeAt(path: string, value: unknown): Node {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw refusal(path, 'must be a condition or a group, which are JSON objects');
  return { ...value };
}

function isGroup({ logic = '', rules = [] }: Node): boolean {
  return logic !== '' || !Array.isArray(rules) || rules.length > 0;
}

function oneOf<T extends string>(words: readonly T[], value: unknown, path: string): T {
  const word = words.find((known) => known === value);
  if (word === undefined) throw refusal(path, `must be one of: ${words.join(', ')}`);
  return word;
}

function refusal(path: string, reason: string): Error {
  return invalidField(path, `${path} ${reason}`, 'query');
}
