import { describe, expect, it } from '@jest/globals';

import { nextSort, sortOf } from './next-sort.js';

describe('the header of a column', () => {
  it('sorts by its column, turns the order when it is pressed again, and says which it is', () => {
    const first = nextSort('-changed', 'name');
    const second = nextSort(first, 'name');
    const third = nextSort(second, 'name');
    expect([first, second, third]).toEqual(['name', '-name', 'name']);
    expect([first, second, third].map((sort) => sortOf(sort, 'name'))).toEqual([
      'ascending',
      'descending',
      'ascending',
    ]);
    expect(sortOf(second, 'email')).toBe('none');
  });
});
