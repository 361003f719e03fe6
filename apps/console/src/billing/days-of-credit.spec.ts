import { describe, expect, it } from '@jest/globals';

import { daysOfCredit } from './days-of-credit.js';

describe('the days of a credit', () => {
  const today = new Date('2026-03-02T23:59:59Z');

  it('are the last thirty, today among them, without a gap', () => {
    const days = daysOfCredit([], 'replies', today).map(({ day }) => day);
    expect([days.length, new Set(days).size, days[0], days[28], days[29]]).toEqual([
      30,
      30,
      '2026-02-01',
      '2026-03-01',
      '2026-03-02',
    ]);
  });

  it('have what was granted and used of this credit and of no other', () => {
    const known = [
      { day: '2026-03-01', credit: 'replies', granted: 100, used: 3 },
      { day: '2026-03-01', credit: 'voice', granted: 7, used: 7 },
    ];
    expect(daysOfCredit(known, 'replies', today).slice(28)).toEqual([
      { day: '2026-03-01', granted: 100, used: 3 },
      { day: '2026-03-02', granted: 0, used: 0 },
    ]);
  });
});
