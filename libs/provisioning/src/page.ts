import type { Condition } from './condition.js';

/** Which part of which list is wanted, in which order. */
export interface ListRequest {
  readonly condition?: Condition | undefined;
  /** The name of a field; the order in which they were made when left out. */
  readonly sortBy?: string | undefined;
  readonly descending?: boolean | undefined;
  /** How many come before the part. */
  readonly offset: number;
  readonly limit: number;
}
