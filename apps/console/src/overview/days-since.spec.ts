import { describe, expect, it } from '@jest/globals';

import { daysSince } from './days-since.js';

describe('the days of the overview', () => {
  it('are fourteen, also those on which nothing happened', () => {
    const tenth = { day: '2026-03-01', failed: 2 };
    const days = daysSince('2026-02-20T00:00:00.000Z', [tenth]);
    expect(days).toHaveLength(14);
    expect(days.at(0)).toEqual({ day: '2026-02-20', known: null });
    expect(days.at(9)).toEqual({ day: '2026-03-01', known: tenth });
    expect(days.at(-1)?.day).toBe('2026-03-05');
  });
});
