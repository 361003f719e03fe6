import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { addMonths, anniversaryAfter } from './anniversaries.js';

const date = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });

describe('addMonths', () => {
  it.each([
    ['2023-01-31T10:00:00.000Z', 1, '2023-02-28T10:00:00.000Z'],
    ['2024-01-31T10:00:00.000Z', 1, '2024-02-29T10:00:00.000Z'],
    ['2023-01-31T10:00:00.000Z', 2, '2023-03-31T10:00:00.000Z'],
    ['2023-01-31T10:00:00.000Z', 3, '2023-04-30T10:00:00.000Z'],
    ['2024-02-29T23:59:59.999Z', 12, '2025-02-28T23:59:59.999Z'],
    ['2023-12-15T00:00:00.000Z', 1, '2024-01-15T00:00:00.000Z'],
  ])('%s and %i months are %s', (anchor, months, expected) => {
    expect(addMonths(new Date(anchor), months).toISOString()).toBe(expected);
  });

  it('stays on the day of the anchor wherever the month has it, and in the month that was asked for', () => {
    fc.assert(
      fc.property(date, fc.integer({ min: 0, max: 240 }), (anchor, months) => {
        const later = addMonths(anchor, months);
        expect((anchor.getUTCMonth() + months) % 12).toBe(later.getUTCMonth());
        expect(later.getUTCDate()).toBeLessThanOrEqual(anchor.getUTCDate());
        const nextDay = new Date(later.getTime() + 24 * 60 * 60 * 1_000);
        const endOfMonth = nextDay.getUTCMonth() !== later.getUTCMonth();
        expect(later.getUTCDate() === anchor.getUTCDate() || endOfMonth).toBe(true);
        expect(later.toISOString().slice(11)).toBe(anchor.toISOString().slice(11));
      }),
    );
  });
});

describe('anniversaryAfter', () => {
  it('of a month that is too short keeps the day of the anchor', () => {
    fc.assert(
      fc.property(date, fc.integer({ min: 1, max: 400 }), (anchor, months) => {
        expect(anniversaryAfter(anchor, addMonths(anchor, months))).toEqual(addMonths(anchor, months + 1));
      }),
    );
  });

  it('is the first anniversary behind a moment', () => {
    fc.assert(
      fc.property(date, fc.integer({ min: 0, max: 10_000 }), (anchor, days) => {
        const after = new Date(anchor.getTime() + days * 24 * 60 * 60 * 1_000);
        const next = anniversaryAfter(anchor, after);
        expect(next.getTime()).toBeGreaterThan(after.getTime());
        const months = Array.from({ length: 400 }, (_, index) => addMonths(anchor, index + 1));
        expect(next).toEqual(months.find((month) => month > after));
      }),
    );
  });
});
