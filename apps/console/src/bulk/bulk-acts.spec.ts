import { describe, expect, it } from '@jest/globals';

import { BULK_ACTS, changeOf, namesOf, wordsOf } from './bulk-acts.js';

describe('what is done with many agents', () => {
  it.each(BULK_ACTS)('is one change for the api, and read from it again: %s', (act) => {
    const names = namesOf(act) ? ['Sales', 'Night shift'] : [];
    const change = changeOf(act, names);
    expect(Object.keys(change)).toHaveLength(1);
    expect(wordsOf(change)).toEqual({ act, names });
  });
});
