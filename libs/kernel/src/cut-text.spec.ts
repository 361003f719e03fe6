import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { cutText } from './cut-text.js';

/** What people see as one character each. */
const CHARACTERS = [
  'a',
  'é',
  'e\u0301',
  'ß',
  '😀',
  '👩‍👩‍👧‍👦',
  '👍🏽',
  '🏳️‍🌈',
  '🇩🇪',
  '🏴󠁧󠁢󠁳󠁣󠁴󠁿',
  '1️⃣',
  'क्षि',
  '한',
  'ก็',
  'n\u0303\u0323',
];

describe('cutText', () => {
  it('leaves whole characters alone, as many as fit', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...CHARACTERS)), fc.nat(60), (characters, max) => {
        const separated = characters.flatMap((character) => [character, ' ']);
        const fitting = separated.filter((_, index) => separated.slice(0, index + 1).join('').length <= max);
        const cut = cutText(separated.join(''), max);
        fc.pre(fitting.length > 0);
        expect(cut).toBe(fitting.join(''));
      }),
    );
  });

  it('is never longer than asked for and never ill-formed, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(20), (text, max) => {
        fc.pre(text.isWellFormed());
        const cut = cutText(text, max);
        expect(cut.length).toBeLessThanOrEqual(max);
        expect(cut.isWellFormed()).toBe(true);
        expect(text.startsWith(cut)).toBe(true);
        expect(cut === text).toBe(text.length <= max);
      }),
    );
  });

  it('keeps what it can of a character that is too long by itself', () => {
    expect(cutText(`a${'\u0301'.repeat(20)}`, 5)).toBe(`a${'\u0301'.repeat(4)}`);
    expect(cutText('😀😀', 1)).toBe('');
  });
});
