import { randomBytes } from 'node:crypto';

/** A pair of measured times in milliseconds, one of each kind. */
export type Pair = readonly [number, number];

/** The result of a comparison of the two kinds. */
export interface Comparison {
  /** The median of each kind. */
  readonly medians: Pair;
  /** The first median minus the second. */
  readonly difference: number;
  /** The share of random exchanges within the pairs, from 0 to 1, after which the medians differ at least as much. */
  readonly chance: number;
}

/**
 * Compares two kinds of times by a permutation test. If the kind has no effect, random exchanges of the times within
 * their pairs give differences of the medians like the measured one.
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

/** The quantile of the values: this share of them is below it. */
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
