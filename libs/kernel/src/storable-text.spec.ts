import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { assertStorableText } from './storable-text.js';

/** Names that objects of JavaScript have. */
const TAKEN = [...Object.getOwnPropertyNames(Object.prototype), 'prototype'];

describe('assertStorableText', () => {
  it('lets any well-formed text without NUL pass, however deep', () => {
    const text = fc.string({ unit: 'binary' }).filter((value) => value.isWellFormed() && !value.includes('\0'));
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), text, (value, extra) => {
        fc.pre(!JSON.stringify(value).includes('\\u0000'));
        fc.pre(!TAKEN.some((name) => JSON.stringify(value).includes(`"${name}":`)));
        expect(() => {
          assertStorableText({ value, extra: [extra] }, 'body');
        }).not.toThrow();
      }),
    );
  });

  it.each([
    [{ a: { b: ['fine', 'x\0y'] } }, 'a.b.1'],
    [{ name: '\ud800' }, 'name'],
    [{ name: 'tail \udc00' }, 'name'],
    [{ a: { 'k\0': 1 } }, 'a'],
    ...TAKEN.map((name): [object, string] => [{ a: { b: { [name]: 1 } } }, 'a.b']),
    [{ a: JSON.parse('{"__proto__": 1}') as unknown }, 'a'],
  ])('names the field of %j', (body, field) => {
    expect(() => {
      assertStorableText(body, 'body');
    }).toThrow(expect.objectContaining({ code: 'invalid_input', fields: [expect.objectContaining({ field })] }));
  });
});
