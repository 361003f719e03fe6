import { describe, expect, it } from '@jest/globals';

import { compare, type Pair, quantile } from './two-times.js';

/** Spread as answer times are: most of them alike, some much longer. */
const times = (length: number, of: (index: number) => Pair): Pair[] => Array.from({ length }, (_, index) => of(index));
const spread = (index: number) => 3 + ((index * 7) % 11) / 10 + (index % 17 === 0 ? 20 : 0);

describe('compare', () => {
  it('finds a difference that is always there', () => {
    const { medians, difference, chance } = compare(
      times(200, (index) => [spread(index) + 0.5, spread(index)]),
      500,
    );
    expect(medians[0] - medians[1]).toBe(difference);
    expect(difference).toBeCloseTo(0.5);
    expect(chance).toBeLessThan(0.01);
  });

  it('finds none where either is the longer one as often', () => {
    const { difference, chance } = compare(
      times(200, (index) => (index % 2 ? [spread(index) + 0.5, spread(index)] : [spread(index), spread(index) + 0.5])),
      500,
    );
    expect(Math.abs(difference)).toBeLessThan(0.2);
    expect(chance).toBeGreaterThan(0.05);
  });
});

describe('quantile', () => {
  it('lies between the values next to it', () => {
    expect([0, 0.25, 0.5, 1].map((share) => quantile([4, 1, 3, 2], share))).toEqual([1, 1.75, 2.5, 4]);
  });
});
