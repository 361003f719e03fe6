import { describe, expect, it } from '@jest/globals';

import { bodyOf, EMPTY_DRAFT, faultsOf } from './agent-draft.js';

const DRAFT = { ...EMPTY_DRAFT, first_name: 'Ada', email: 'ada@example.com' };

describe('an agent that is filled in', () => {
  it.each([
    [{}, {}],
    [{ first_name: '  ' }, { first_name: 'required' }],
    [{ email: '' }, { email: 'required' }],
    [{ email: 'ada' }, { email: 'email' }],
    [{ email: 'ada @example.com' }, { email: 'email' }],
    [{ roles: [] }, { roles: 'required' }],
    [{ last_name: '', teams: [] }, {}],
  ])('with %j has the faults %j', (changes, faults) => {
    expect(faultsOf({ ...DRAFT, ...changes })).toEqual(faults);
  });

  it('is sent without the space around it', () => {
    expect(bodyOf({ ...DRAFT, first_name: ' Ada ', email: ' ada@example.com\t' })).toEqual({
      first_name: 'Ada',
      last_name: '',
      email: 'ada@example.com',
      roles: ['Agent'],
      teams: [],
    });
  });
});
