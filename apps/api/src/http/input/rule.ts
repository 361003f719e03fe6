import type { InvalidField } from '@rollcall/kernel';

/** The schema of a value in the API's description: the part of OpenAPI's schemas that fields need. */
export type Schema =
  | {
      readonly type: 'string' | 'integer' | 'boolean';
      readonly format?: string;
      readonly enum?: string[];
      readonly pattern?: string;
      readonly minLength?: number;
      readonly maxLength?: number;
      readonly minimum?: number;
      readonly maximum?: number;
    }
  | { readonly type: 'boolean'; readonly enum: true[] }
  | { readonly type: 'array'; readonly items: Schema; readonly minItems?: number; readonly maxItems: number }
  | { readonly type: 'object'; readonly additionalProperties: Schema | true }
  | {
      readonly type: 'object';
      readonly properties: Record<string, Schema>;
      readonly additionalProperties: false;
      readonly minProperties: number;
      readonly maxProperties: number;
    };

/** A problem of a value. Its text completes a sentence that begins with the name of the field. */
export interface Problem {
  /** The place in the value: `.1` in a list, `.voice` in an object, empty for the whole value. */
  readonly at: string;
  /** For example `must be a string`. */
  readonly text: string;
  /** The type that was sent instead of the right one, for example `a number`. */
  readonly got?: string;
}

/** The parts of a rule. */
export interface RuleParts<T> {
  /** The schema in the API's description. */
  readonly schema: Schema;
  /** The type in words, for example `a string`; `plural` is `strings`. */
  readonly expected: string;
  readonly plural: string;
  /** Whether a value has the type. */
  readonly is: (value: unknown) => value is T;
  /** The problem of a value that has the type but violates another limit, as {@link Problem.text}. */
  readonly limit?: (value: T) => string | undefined;
  /** The problems inside a value that is within the limit. */
  readonly inside?: (value: T) => readonly Problem[];
  /** Converts the sent value, if possible, to the one that is checked and used. Left out if they are the same. */
  readonly convert?: (value: unknown) => unknown;
}

/** The values that a field accepts. One object describes and checks them, so that the two cannot differ. */
export class Rule {
  private constructor(
    readonly words: Pick<RuleParts<unknown>, 'schema' | 'expected' | 'plural'>,
    readonly convert: RuleParts<unknown>['convert'],
    /** All problems of a value; empty if it is valid. */
    readonly problems: (value: unknown) => readonly Problem[],
  ) {}

  static of<T>({ is, limit, inside, convert, ...words }: RuleParts<T>): Rule {
    return new Rule(words, convert, (value) => {
      if (value === undefined) return [{ at: '', text: 'is required' }];
      if (!is(value)) return [{ at: '', text: `must be ${words.expected}`, got: kindOf(value) }];
      const text = limit?.(value);
      return text === undefined ? (inside?.(value) ?? []) : [{ at: '', text }];
    });
  }

  /** The same rule for an optional text. Forms send an empty text if there is none; it becomes null. */
  orEmpty(): Rule {
    const { schema } = this.words;
    return new Rule(
      { ...this.words, schema: 'minLength' in schema ? { ...schema, minLength: 0 } : schema },
      (value) => (value === '' ? null : this.convert ? this.convert(value) : value),
      this.problems,
    );
  }
}

/**
 * The problems of a field as sentences, each with its path.
 * @param isText whether all values were sent as texts; then the message does not say that a text was sent
 */
export function invalidFields(name: string, problems: readonly Problem[], isText = false): InvalidField[] {
  return problems.map(({ at, text, got }) => {
    const came = got === undefined || (isText && got === 'a string') ? '' : `, not ${got}`;
    return { field: name + at, message: `${name}${at} ${text}${came}` };
  });
}

/** The problems of all these values, each with its place. */
export function problemsWithin(values: Readonly<Record<string, unknown>> | readonly unknown[], item: Rule): Problem[] {
  return Object.entries(values).flatMap(([name, value]) =>
    item.problems(value).map((problem) => ({ ...problem, at: `.${name}${problem.at}` })),
  );
}

/** The type of a value of JSON, in words. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'boolean':
      return 'a boolean';
    case 'number':
      return 'a number';
    case 'string':
      return 'a string';
    default:
      return 'an object';
  }
}
