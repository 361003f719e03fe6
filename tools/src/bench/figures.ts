/** One number of ours beside one that it is to be compared with. */
export interface Figure {
  readonly name: string;
  readonly ours: number;
  /** What `reference` is, in a few words. */
  readonly against: string;
  readonly reference: number;
  readonly ratio: number;
  /** What is wanted of the ratio; left out where this machine cannot tell. */
  readonly wanted?: { readonly atLeast: number } | { readonly atMost: number };
}
