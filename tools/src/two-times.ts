import { randomBytes } from 'node:crypto';

/** Times of two kinds of one thing, in milliseconds, taken in pairs. */
export type Pair = readonly [number, number];

/** What pairs of times say about the difference of the two kinds. */
export interface Comparison {
  /** Of either kind. */
  readonly medians: Pair;
  /** The first median less the second. */
  readonly difference: number;
  /** Which share of random exchanges within the pairs leaves the medians at least as far apart, from 0 to 1. */
  readonly chance: number;
}

/**
 * Compares two kinds of times by a permutation test. If the kind makes no difference, times can be exchanged at
 * random within their pairs, and the difference of the medians is like any difference that this gives.
 */
export function compare(pairs: readonly Pair[], exchanges: number): Comparison {
  const medians = mediansOf(pairs);
  const difference = medians[0] - medians[1];
  let asFar = 0;
  for (let round = 0; round < exchanges; round++) {
    const [first, second] = mediansOf(exchanged(pairs));
    if (Math.abs(first - second) >= Math.abs(difference)) asFar++;
  }
  return { medians, difference, chance: asFar / exchanges };
}

/** The value below which this share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  const position = (sorted.length - 1) * share;
  const [low = NaN, high = NaN] = [sorted[Math.floor(position)], sorted[Math.ceil(position)]];
  return low + (high - low) * (position - Math.floor(position));
}

function mediansOf(pairs: readonly Pair[]): Pair {
  return [
    quantile(
      pairs.map(([first]) => first),
      0.5,
    ),
    quantile(
      pairs.map(([, second]) => second),
      0.5,
    ),
  ];
}

function exchanged(pairs: readonly Pair[]): Pair[] {
  const bytes = randomBytes(pairs.length);
  return pairs.map(([first, second], index) => ((bytes[index] ?? 0) & 1 ? [second, first] : [first, second]));
}
