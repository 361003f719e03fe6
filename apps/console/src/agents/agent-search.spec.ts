import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { parseQuery, writeQuery } from '../query-text.js';
import { type AgentSearch, AVAILABILITIES, isFiltered, parseAgentSearch, queryOf } from './agent-search.js';

const searches: fc.Arbitrary<AgentSearch> = fc.record(
  {
    search: fc.string({ minLength: 1 }),
    team: fc.string({ minLength: 1 }),
    role: fc.string({ minLength: 1 }),
    enabled: fc.boolean(),
    availability: fc.constantFrom(...AVAILABILITIES),
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
    const query = '?enabled=maybe&availability=asleep&page=-1&size=1000000&team=&search=&other=1';
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

  it('narrow the list by anything but the page', () => {
    expect(isFiltered({ page: 2, size: 25 })).toBe(false);
    expect(isFiltered({ enabled: false })).toBe(true);
  });
});
