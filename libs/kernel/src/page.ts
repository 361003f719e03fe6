/** A page counted from 1. */
export interface PageRequest {
  readonly page: number;
  readonly pageSize: number;
}

/** A page of a list together with the size of the whole. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly total: number;
}

/** A slice of a list that starts behind a cursor; the time it takes does not depend on where the slice lies. */
export interface CursorRequest {
  readonly cursor?: string;
  readonly limit: number;
}

/** A slice of a list. `nextCursor` asks for the following one and is null on the last. */
export interface Slice<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}
