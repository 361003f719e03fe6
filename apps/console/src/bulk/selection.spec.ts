import { describe, expect, it } from '@jest/globals';

import { choose, chosenOf, countOf, mayChooseAll, NONE, targetOf } from './selection.js';

const TWO = new Set([1, 2]);

describe('the agents that are chosen', () => {
  it('are kept from page to page', () => {
    const more = choose(choose(NONE, [1, 2], true), [7], true);
    expect(more).toEqual(new Set([1, 2, 7]));
    expect(chosenOf(more, [2, 3])).toEqual(new Set([2]));
    expect(choose(more, [2, 7], false)).toEqual(new Set([1]));
  });

  it('are all of each page when all that match are chosen, until one is chosen by itself', () => {
    expect(chosenOf('all', [4, 5])).toEqual(new Set([4, 5]));
    expect(countOf('all', 403)).toBe(403);
    expect(choose('all', [4], true)).toEqual(new Set([4]));
  });

  it.each([
    ['a filter finds more than are chosen', { team: 'Sales' }, 3, true],
    ['a filter finds no more', { team: 'Sales' }, 2, false],
    ['there is no filter', { sort: 'name' as const, page: 2 }, 3, false],
    ['there are too many for one change', { team: 'Sales' }, 10_001, false],
  ])('can be all that match only if the api would take it: %s', (_, search, total, expected) => {
    expect(mayChooseAll(TWO, search, total)).toBe(expected);
    expect(mayChooseAll('all', search, total)).toBe(false);
  });

  it('are told to the api by their ids, or by the criteria alone', () => {
    expect(targetOf(TWO, { team: 'Sales' })).toEqual({ ids: [1, 2] });
    const search = { search: 'ada', enabled: false, availability: 'away', sort: 'name', page: 3, size: 25 } as const;
    expect(targetOf('all', search)).toEqual({ filter: { search: 'ada', enabled: false, availability_status: 'away' } });
  });
});
