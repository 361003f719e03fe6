/** What is filled in of an agent, or of another thing that has no fields of other kinds. */
type Draft<D> = { readonly [field in keyof D]: string | boolean | readonly string[] };

/** What becomes of a change when somebody else has changed the same agent meanwhile. */
export interface Merge<D> {
  /** What others have changed, and in the other fields what this person has filled in; where both did, what was filled in. */
  readonly draft: D;
  /** The fields that both have changed, each to something else. */
  readonly conflicts: readonly (keyof D)[];
}

/** Brings together what was read, what was filled in since, and what the agent is by now. */
export function mergeDraft<D extends Draft<D>>(read: D, filledIn: D, now: D): Merge<D> {
  const fields = fieldsOf(read);
  const mine = fields.filter((field) => !isSame(filledIn[field], read[field]));
  const theirs = fields.filter((field) => !isSame(now[field], read[field]));
  return {
    draft: mine.reduce((draft, field) => ({ ...draft, [field]: filledIn[field] }), now),
    conflicts: mine.filter((field) => theirs.includes(field) && !isSame(filledIn[field], now[field])),
  };
}

/** Whether two drafts say the same; the order of names says nothing. */
export function isSameDraft<D extends Draft<D>>(one: D, other: D): boolean {
  return fieldsOf(one).every((field) => isSame(one[field], other[field]));
}

function fieldsOf<D extends object>(draft: D): (keyof D)[] {
  return Object.keys(draft) as (keyof D)[];
}

function isSame<T>(one: T, other: T): boolean {
  return textOf(one) === textOf(other);
}

function textOf(value: unknown): string {
  return JSON.stringify(Array.isArray(value) ? value.toSorted() : value);
}
