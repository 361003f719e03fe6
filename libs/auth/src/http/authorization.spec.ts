import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { authorizationOf, halvesOf } from './authorization.js';
import { formShownBy } from './credential-form.js';

const read = (authorization?: string) =>
  authorizationOf({ headers: authorization === undefined ? {} : { authorization } });

describe('the Authorization header', () => {
  it.each([
    ['Basic abc=', { scheme: 'basic', credentials: 'abc=' }],
    ['BASIC   abc=', { scheme: 'basic', credentials: 'abc=' }],
    ['token key:secret', { scheme: 'token', credentials: 'key:secret' }],
    ['Bearer a b', { scheme: 'bearer', credentials: 'a b' }],
    ['Basic', { scheme: 'basic', credentials: '' }],
    ['Basic\tabc=', { scheme: '', credentials: '' }],
    ['Basic \tabc=', { scheme: '', credentials: '' }],
    ['', { scheme: '', credentials: '' }],
    [undefined, { scheme: '', credentials: '' }],
  ])('%j is read as a scheme in any case and what stands behind spaces', (header, expected) => {
    expect(read(header)).toEqual(expected);
  });
});

describe('the halves of a key', () => {
  it('are cut at the first colon, whatever follows it', () => {
    const withoutColon = fc.string().filter((text) => !text.includes(':'));
    fc.assert(
      fc.property(withoutColon, fc.string(), (key, secret) => {
        expect(halvesOf(`${key}:${secret}`)).toEqual([key, secret]);
        expect(halvesOf(key)).toBeNull();
      }),
    );
  });
});

describe('of several credentials that a request shows', () => {
  const IN_ORDER = [
    { headers: { authorization: 'Basic ****' }, form: 'basic' },
    { headers: { 'x-api-key': 'in-x' }, form: 'header-key' },
    { query: { api_key: 'in-x' }, form: 'query-key' },
    { headers: { cookie: 'rollcall_session=x' }, form: 'session' },
  ];

  it('the first counts, in the order of how plainly they say what is meant', () => {
    for (const [index, { form }] of IN_ORDER.entries()) {
      const shown = IN_ORDER.slice(index);
      const headers = Object.assign({}, ...shown.map((one) => one.headers)) as Record<string, string>;
      const query = Object.assign({}, ...shown.map((one) => one.query)) as Record<string, string>;
      expect(formShownBy({ headers, query })).toBe(form);
    }
  });

  it.each(['basic', 'token', 'bearer'])('the scheme %s counts in any case', (scheme) => {
    for (const word of [scheme, scheme.toUpperCase()])
      expect(formShownBy({ headers: { authorization: `${word}  x`, 'x-api-key': 'in-x' }, query: {} })).toBe(scheme);
  });

  it.each(['Digest x', 'constructor x', '__proto__ x', 'Basicx', 'Basic\tx', ''])(
    '%j is none of ours and is passed over',
    (authorization) => {
      expect(formShownBy({ headers: { authorization, 'x-api-key': 'in-x' }, query: {} })).toBe('header-key');
      expect(formShownBy({ headers: { authorization, 'x-api-key': '' }, query: { api_key: '' } })).toBe('session');
    },
  );
});
