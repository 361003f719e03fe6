import { describe, expect, it } from '@jest/globals';
import { QueryFailedError } from 'typeorm';

import { isDatabaseAway } from './database-errors.js';

function failed(code: string): QueryFailedError {
  return new QueryFailedError('INSERT', [], Object.assign(new Error('it failed'), { code }));
}

describe('isDatabaseAway', () => {
  it.each([
    ['is shutting down', '57P01'],
    ['has too many connections', '53300'],
    ['has a full disk', '53100'],
    ['has no memory', '53200'],
    ['has had the row locked for too long', '55P03'],
  ])('says so of a statement that failed because the database %s', (_what, code) => {
    expect(isDatabaseAway(failed(code))).toBe(true);
  });

  it('does not say so of a statement that is wrong, or that a rule of the database refuses', () => {
    expect(isDatabaseAway(failed('42601'))).toBe(false);
    expect(isDatabaseAway(failed('23505'))).toBe(false);
  });
});
