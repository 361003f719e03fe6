import { describe, expect, it } from '@jest/globals';

import { accountFilterOf, parseAccountSearch as parse } from './account-search.js';

describe('the filters of billing accounts', () => {
  it('are read from an address, and asked of the api', () => {
    const plan = '01900000-0000-7000-8000-000000000001';
    const search = parse({ plan, subscription: 'past_due', problem: 'true' });
    expect(search).toEqual({ plan, subscription: 'past_due', problem: true });
    expect(accountFilterOf(search)).toEqual({ plan_id: plan, subscription: 'past_due', problem: true });
  });

  it('are left out where an address makes no sense', () => {
    expect(parse({ plan: '7', subscription: 'toString', problem: 'false' })).toEqual({});
  });
});
