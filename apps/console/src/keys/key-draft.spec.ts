import { describe, expect, it } from '@jest/globals';

import { EMPTY_KEY, keyBodyOf } from './key-draft.js';

describe('a key that is filled in', () => {
  it('has no limits where none are filled in', () => {
    expect(keyBodyOf({ ...EMPTY_KEY, name: ' export ' })).toEqual({ name: 'export', kind: 'pair' });
  });

  it('ends at the moment that the reader means, and has each range of addresses', () => {
    const draft = { ...EMPTY_KEY, name: 'export', expires: '2030-01-31T12:00', ips: '192.0.2.0/24, 2001:db8::/32 ' };
    expect(keyBodyOf(draft)).toEqual({
      name: 'export',
      kind: 'pair',
      expires_at: new Date(2030, 0, 31, 12).toISOString(),
      allowed_ips: ['192.0.2.0/24', '2001:db8::/32'],
    });
  });
});
