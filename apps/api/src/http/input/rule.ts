import type { InvalidField } from '@rollcall/kernel';

/** What the API's description says of a value: the part of OpenAPI's schemas that fields need. */
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
  | { readonly type: 'array'; readonly items: Schema; readonly minItems?: number; readonly maxItems: number }
  | { readonly type: 'object'; readonly additionalProperties: Schema | true };

/** What is wrong with a value, as the end of a sentence that begins with the name of the field. */
export interface Problem {
  /** Where in the value it is: `.1` in a list, `.voice` in an object, nothing when it is the whole. */
  readonly at: string;
  /** As `must be a string`. */
  readonly text: string;
  /** What came in place of the right type, as `a number`. */
  readonly got?: string;
}

/** What a rule is made of. */
export interface RuleParts<T> {
  /** As the API's description says it. */
  readonly schema: Schema;
  /** The type in words, as `a string`, and of many, as `strings`. */
  readonly expected: string;
  readonly plural: string;
  /** Whether a value has the type. */
  readonly is: (value: unknown) => value is T;
  /** What a value of the type breaks beyond it, in the words of {@link Problem.text}. */
  readonly limit?: (value: T) => string | undefined;
  /** What is wrong inside a value that keeps the limit. */
  readonly inside?: (value: T) => readonly Problem[];
  /** Makes what was sent, if it can be, into what is checked and used; left out where that is the same. */
  readonly convert?: (value: unknown) => unknown;
}

/** Which values a field takes: the same object describes and checks them, so that the two cannot differ. */
export class Rule {
  private constructor(
    readonly words: Pick<RuleParts<unknown>, 'schema' | 'expected' | 'plural'>,
    readonly convert: RuleParts<unknown>['convert'],
    /** All that is wrong with a value; nothing when it is right. */
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

  /** The same for an optional text. Forms send it empty when there is none, and it becomes null. */
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
 * The problems of a field by their paths, each as a sentence.
 * @param isText whether all values came as texts, so that nobody sent one in place of a number
 */
export function invalidFields(name: string, problems: readonly Problem[], isText = false): InvalidField[] {
  return problems.map(({ at, text, got }) => {
    const came = got === undefined || (isText && got === 'a string') ? '' : `, not ${got}`;
    return { field: name + at, message: `${name}${at} ${text}${came}` };
  });
}

/** The problems of each of these values, each with its place. */
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
