/** One number of ours and the number that we compare it with. */
export interface Figure {
  readonly name: string;
  readonly ours: number;
  /** A short name for `reference`. */
  readonly against: string;
  readonly reference: number;
  readonly ratio: number;
  /** The wanted limit of the ratio; left out if this machine cannot measure it. */
  readonly wanted?: { readonly atLeast: number } | { readonly atMost: number };
}
