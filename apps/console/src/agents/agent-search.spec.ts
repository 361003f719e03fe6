import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { parseQuery, writeQuery } from '../query-text.js';
import {
  type AgentSearch,
  AVAILABILITIES,
  isFiltered,
  parseAgentSearch,
  queryOf,
  SORTS,
  USUAL_SORT,
} from './agent-search.js';

const searches: fc.Arbitrary<AgentSearch> = fc.record(
  {
    search: fc.string({ minLength: 1 }),
    team: fc.string({ minLength: 1 }),
    role: fc.string({ minLength: 1 }),
    enabled: fc.boolean(),
    availability: fc.constantFrom(...AVAILABILITIES),
    sort: fc.constantFrom(...SORTS.filter((sort) => sort !== USUAL_SORT)),
    page: fc.integer({ min: 2, max: 999_999 }),
    size: fc.constantFrom(25, 50, 100),
  },
  { requiredKeys: [] },
);

describe('the filters of the agents', () => {
  it('are the same for whoever is given the address', () => {
    fc.assert(
      fc.property(searches, (search) => {
        expect(parseAgentSearch(parseQuery(writeQuery({ ...search })))).toEqual(search);
        expect(parseAgentSearch({ ...search })).toEqual(search);
      }),
    );
  });

  it('are left out where an address makes no sense', () => {
    const query = '?enabled=maybe&availability=asleep&page=-1&size=1000000&team=&search=&sort=phone&other=1';
    expect(parseAgentSearch(parseQuery(query))).toEqual({});
    expect(parseAgentSearch({ search: { $ne: 1 }, page: 1.5, enabled: null })).toEqual({});
  });

  it('ask the api for the first page unless another is said', () => {
    expect(queryOf({})).toEqual({ page: 1, page_size: 50 });
    expect(queryOf({ search: 'ada', availability: 'away', enabled: false, page: 3, size: 25 })).toEqual({
      search: 'ada',
      availability_status: 'away',
      enabled: false,
      page: 3,
      page_size: 25,
    });
  });

  it('ask for an order only where it is not the usual one', () => {
    const order = { order_by: 'created_at', order: 'desc', page: 1, page_size: 50 };
    expect(queryOf(parseAgentSearch({ sort: '-created' }))).toEqual(order);
    expect(queryOf(parseAgentSearch({ sort: 'name' }))).toMatchObject({ order_by: 'name', order: 'asc' });
    expect(parseAgentSearch({ sort: USUAL_SORT })).toEqual({});
  });

  it('narrow the list by anything but the page and the order', () => {
    expect(isFiltered({ page: 2, size: 25, sort: 'name' })).toBe(false);
    expect(isFiltered({ enabled: false })).toBe(true);
  });
});
