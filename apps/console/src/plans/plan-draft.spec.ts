import { describe, expect, it } from '@jest/globals';

import { draftOf, planBodyOf } from './plan-draft.js';

describe('a plan as it is filled in', () => {
  it('is sent with numbers, with the credits that have a name, and without a price where none is named', () => {
    const credits = [
      { name: ' replies ', amount: '100' },
      { name: ' ', amount: '7' },
    ];
    const body = planBodyOf({ ...draftOf(null), name: ' Starter ', credits, lookupKey: ' ' });
    expect(body).toMatchObject({ name: 'Starter', bots_count: 0, credits: { replies: 100 }, plan_lookup_key: null });
  });
});
