import { describe, expect, it } from '@jest/globals';

import { timeLeft } from './time-left.js';

describe('the time that is left', () => {
  it.each([
    [0, '0:00'],
    [1, '0:01'],
    [59_000, '0:59'],
    [60_000, '1:00'],
    [3_599_001, '1:00:00'],
    [3_600_000 * 25 + 61_000, '1 d 01:01:01'],
    [-5, '0:00'],
  ])('of %d ms is %s', (ms, text) => {
    expect(timeLeft(ms)).toBe(text);
  });
});
