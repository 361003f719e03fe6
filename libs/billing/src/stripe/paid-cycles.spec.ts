import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { cyclesOf } from './paid-cycles.js';

const DAY_MS = 24 * 60 * 60 * 1_000;
const days = (dates: readonly Date[]) => dates.map((date) => date.toISOString().slice(0, 10));

describe('the cycles of a paid period', () => {
  it.each([
    ['2026-01-31', '2026-02-28', ['2026-01-31']],
    ['2026-07-01', '2026-08-01', ['2026-07-01']],
    ['2026-07-01', '2026-07-08', ['2026-07-01']],
    ['2026-01-31', '2026-04-30', ['2026-01-31', '2026-02-28', '2026-03-31']],
  ])('from %s to %s', (start, end, expected) => {
    expect(days(cyclesOf({ start: new Date(start), end: new Date(end) }))).toEqual(expected);
  });

  it('are twelve in a year, wherever it begins', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
        (start) => {
          const end = new Date(start);
          end.setUTCFullYear(start.getUTCFullYear() + 1);
          const cycles = cyclesOf({ start, end });
          // A year from 29 February ends on 1 March, a day late.
          expect(cycles.length).toBe(end.getUTCDate() === start.getUTCDate() ? 12 : 13);
        },
      ),
    );
  });

  it('begin with the period, one after the other, and end with it', () => {
    const period = fc
      .tuple(
        fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
        fc.integer({ min: 1, max: 1_000 }),
      )
      .map(([start, length]) => ({ start, end: new Date(start.getTime() + length * DAY_MS) }));
    fc.assert(
      fc.property(period, ({ start, end }) => {
        const cycles = cyclesOf({ start, end });
        expect(cycles[0]).toEqual(start);
        for (const [index, cycle] of cycles.entries()) {
          const next = cycles[index + 1] ?? end;
          expect(next.getTime()).toBeGreaterThan(cycle.getTime());
          expect(next.getTime() - cycle.getTime()).toBeLessThanOrEqual(31 * DAY_MS);
        }
      }),
    );
  });
});
