import { describe, expect, it } from '@jest/globals';

import { parseSignInSearch } from './next.js';

describe('where a sign-in leads', () => {
  it.each(['/console', '/console/agents', '/console/agents?search=ada', '/console#top'])(
    'is %s when asked for',
    (next) => {
      expect(parseSignInSearch({ next })).toEqual({ next });
    },
  );

  it.each([
    'https://evil.example/console',
    '//evil.example/console',
    '/\\evil.example',
    '/logout',
    '/consoles',
    'javascript:alert(1)',
    7,
    undefined,
  ])('is the front page and never %s', (next) => {
    expect(parseSignInSearch({ next })).toEqual({});
  });

  it('says why it failed before in words that are known, and in no others', () => {
    expect(parseSignInSearch({ failed: 'agent_unknown' })).toEqual({ failed: 'agent_unknown' });
    expect(parseSignInSearch({ failed: 'Call 555-0100' })).toEqual({});
  });
});
