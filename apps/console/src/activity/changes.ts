/** How a field of what an entry is about has changed, as texts to read. */
export interface FieldChange {
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

/** The changed fields of an entry; none when it is not about fields. Of two lists, each side has what the other lacks. */
export function fieldChanges(changes: object | null): FieldChange[] {
  return Object.entries(changes ?? {}).map(([field, change]: [string, unknown]) => {
    const { before, after } = isChange(change) ? change : { before: undefined, after: change };
    return Array.isArray(before) && Array.isArray(after)
      ? { field, before: textOf(lacking(before, after)), after: textOf(lacking(after, before)) }
      : { field, before: textOf(before), after: textOf(after) };
  });
}

function isChange(value: unknown): value is { readonly before: unknown; readonly after: unknown } {
  return typeof value === 'object' && value !== null && 'before' in value && 'after' in value;
}

/** What is in the first list and not in the second. */
function lacking(list: readonly unknown[], other: readonly unknown[]): unknown[] {
  const known = new Set(other.map((item) => JSON.stringify(item)));
  return list.filter((item) => !known.has(JSON.stringify(item)));
}

function textOf(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(textOf).join(', ') || '–';
  return JSON.stringify(value);
}
