import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { shownBody, shownPath } from './shown-request.js';

const SECRET = 'Never-Told-1';

describe('what is kept of a request', () => {
  it.each<[string, object]>([
    ['an attribute', { userName: 'ada', password: SECRET }],
    ['an attribute in another case, in an extension', { 'urn:x:User': { PassWord: SECRET } }],
    ['the value of an operation', { Operations: [{ op: 'replace', path: 'password', value: SECRET }] }],
    [
      'a part of the value of an operation',
      { Operations: [{ op: 'Add', Path: 'urn:x:User:PASSWORD', Value: [SECRET] }] },
    ],
    ['a key of an operation without a path', { Operations: [{ op: 'replace', value: { 'x.password': SECRET } }] }],
    ['a whole object', { clientSecret: { value: SECRET } }],
  ])('has no password where it is %s', (_place, body) => {
    expect(shownBody(body)).toContain('***');
    expect(shownBody(body)).not.toContain(SECRET);
  });

  it('has no password, wherever in a body it is, and is never long', () => {
    fc.assert(
      fc.property(fc.object(), fc.constantFrom('password', 'PASSWORD', 'newPassword', 'token'), (around, name) => {
        const planted = (value: unknown): unknown => {
          if (typeof value !== 'object' || value === null) return value;
          if (Array.isArray(value)) return value.map(planted);
          return {
            ...Object.fromEntries(Object.entries(value).map(([key, one]) => [key, planted(one)])),
            [name]: SECRET,
          };
        };
        const shown = shownBody(planted(around)) ?? '';
        expect(shown).not.toContain(SECRET);
        expect(shown.length).toBeLessThanOrEqual(4_000);
      }),
    );
  });

  it('has the beginning of long lists and texts', () => {
    const members = Array.from({ length: 5_000 }, (_, index) => ({ value: `m${index}` }));
    expect(shownBody({ members })).toContain('{"value":"m19"},"… and 4980 more"]');
    expect(shownBody({ title: 'x'.repeat(100_000) })).toHaveLength(512);
  });

  it.each([[undefined], [{}], [Buffer.from('{"password":')], ['text']])('is nothing of the body %p', (body) => {
    expect(shownBody(body)).toBeNull();
  });

  it.each([
    ['/scim/v2/Users', '/scim/v2/Users'],
    ['/scim/v2/Users?filter=userName%20eq%20%22a%26b%22&count=1', '/scim/v2/Users?filter=userName eq "a&b"&count=1'],
    ['/scim/v2/Users?api_key=K&access_token=T&startIndex=1', '/scim/v2/Users?startIndex=1'],
    ['/scim/v2/Users?filter=password%20eq%20%22x%22', '/scim/v2/Users?filter=***'],
  ])('has of %s the path %s', (url, path) => {
    expect(shownPath(url)).toBe(path);
  });
});
