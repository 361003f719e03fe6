import { describe, expect, it } from '@jest/globals';

import { activityQueryOf, parseActivitySearch as parse } from './activity-search.js';

describe('the filters of the activity log', () => {
  it('are read from an address', () => {
    const address = { search: 'ada', type: 'agent_login', from: '2026-11-01', to: '2026-11-30', page: '3', size: '25' };
    expect(parse(address)).toEqual({ ...address, page: 3, size: 25 });
  });

  it('are left out where an address makes no sense', () => {
    expect(parse({ search: '', type: 'toString', from: '2026-13-40', to: 'today', page: '0', size: '7' })).toEqual({});
  });

  it('ask the api for whole days of the reader', () => {
    expect(activityQueryOf({ search: 'ada', from: '2026-11-01', to: '2026-11-01' })).toEqual({
      search: 'ada',
      created_from: new Date(2026, 10, 1).toISOString(),
      created_to: new Date(2026, 10, 1, 23, 59, 59, 999).toISOString(),
      page: 1,
      page_size: 50,
    });
  });
});
