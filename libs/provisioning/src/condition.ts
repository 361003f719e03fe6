/** How a value is compared. Texts are compared without regard to case, but where a field says otherwise. */
export const COMPARISONS = ['equal', 'contains', 'starts', 'ends', 'above', 'atLeast', 'below', 'atMost'] as const;
export type Comparison = (typeof COMPARISONS)[number];

/**
 * A condition on users or groups. A field that has no value meets no comparison; of a list that is named by `some`, one element meets
 * the whole condition.
 */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly present: string }
  | { readonly field: string; readonly is: Comparison; readonly value: string | boolean | Date }
  | { readonly some: string; readonly where: Condition };

/** The condition that all meet. */
export const EVERYTHING: Condition = { all: [] };

/** The condition that none meets. */
export const NOTHING: Condition = { any: [] };

/** SQL with `$value` for the parameter of a value. */
export interface ValueSql {
  readonly sql: string;
  readonly value: unknown;
}

/** The SQL for one field, or for the elements of one list. */
export interface FieldSql {
  /** An expression for the value. */
  readonly sql: string;
  readonly type: 'text' | 'exact' | 'boolean' | 'date';
  /** A condition that finds equal values by an index. */
  readonly equal?: (value: string) => ValueSql;
  /** A condition that there is any value; left out where the expression tells it. */
  readonly present?: string;
  /** Whether nothing but `equal`, and `present` if it is given, can be asked. */
  readonly onlyEqual?: true;
}

/** A list, of whose elements a condition is asked. */
export interface ListSql {
  /** A relation called `element` with one column of jsonb, for a FROM clause. */
  readonly from: string;
  /** The fields of an element by name. */
  readonly fields: Readonly<Record<string, FieldSql>>;
  /** A condition that finds by an index all that may have an element of this `value`, and perhaps others. */
  readonly holders?: (value: string) => ValueSql;
}

/** What can be asked of a thing, by the names of its fields and lists. */
export interface Searchable {
  readonly fields: Readonly<Record<string, FieldSql>>;
  readonly lists: Readonly<Record<string, ListSql>>;
}
