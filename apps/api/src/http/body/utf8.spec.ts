import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { assertPercentEncodedUtf8, decodeUtf8 } from './utf8.js';

/** What decodes to something else, or to the mark for what cannot be read. */
const WRONG: readonly (readonly [string, readonly number[]])[] = [
  ['a byte of Latin-1', [0x70, 0xe4, 0x73]],
  ['a byte that never is', [0xff]],
  ['half of a surrogate pair', [0xed, 0xa0, 0x80]],
  ['a slash that is too long', [0xc0, 0xaf]],
  ['the beginning of a character', [0xf0, 0x9f, 0x98]],
  ['the end of a character', [0x80]],
  ['a number beyond Unicode', [0xf4, 0x90, 0x80, 0x80]],
];

const refused = (work: () => void) => {
  try {
    work();
    return null;
  } catch (error) {
    return error;
  }
};

describe('UTF-8', () => {
  it.each(WRONG)('is not %s', (_what, bytes) => {
    expect(
      refused(() => {
        decodeUtf8(Uint8Array.from(bytes));
      }),
    ).toMatchObject({ code: 'malformed_body', part: 'body' });
    const encoded = Buffer.from(bytes).toString('hex').replaceAll(/../g, '%$&');
    for (const text of [encoded, encoded.toUpperCase(), `a=b+c&x=${encoded}`, `${encoded}=1`])
      expect(
        refused(() => {
          assertPercentEncodedUtf8(text, 'query');
        }),
      ).toMatchObject({ code: 'malformed_body', part: 'query' });
  });

  it('is read without its byte order mark', () => {
    expect(decodeUtf8(Buffer.from('\ufeff{}'))).toBe('{}');
  });

  it('is every well-formed text, percent-encoded or not', () => {
    const text = fc.string({ unit: 'binary' }).filter((value) => value.isWellFormed());
    fc.assert(
      fc.property(text, (value) => {
        expect(
          refused(() => {
            decodeUtf8(Buffer.from(value));
          }),
        ).toBeNull();
        expect(
          refused(() => {
            assertPercentEncodedUtf8(`${encodeURIComponent(value)}=${value.replaceAll('%', '')}`, 'query');
          }),
        ).toBeNull();
      }),
    );
  });

  it.each(['100%', '%zz', '%', '%c', '%%41', '%25ff', ''])('is %j, where a percent sign stands for itself', (text) => {
    expect(
      refused(() => {
        assertPercentEncodedUtf8(text, 'query');
      }),
    ).toBeNull();
  });
});
