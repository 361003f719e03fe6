import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { userNameKey, versionText } from './user.js';

describe('the name of a user', () => {
  it.each([
    ['Ada@Example.com', 'ada@example.COM'],
    ['ADA', 'ada'],
    ['ada@münchen.example', 'ada@xn--mnchen-3ya.example'],
  ])('%s is the same as %s', (one, other) => {
    expect(userNameKey(one)).toBe(userNameKey(other));
  });

  it('is another where a letter is another', () => {
    expect(userNameKey('ada@example.com')).not.toBe(userNameKey('ida@example.com'));
  });
});

describe('a version', () => {
  it('is the same in whichever order names come, and short', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true }), (values) => {
        const turned = Object.fromEntries(Object.entries(values).toReversed());
        expect(versionText([turned])).toBe(versionText([values]));
        expect(versionText([values])).toMatch(/^[\w-]{16}$/);
      }),
    );
  });

  it('is another where a value is another', () => {
    expect(versionText([{ a: 1 }])).not.toBe(versionText([{ a: 2 }]));
  });
});
