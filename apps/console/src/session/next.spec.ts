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
});
