import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { caseFold } from 'unicode-case-folding';

import { foldCase } from './fold-case.js';

/** All that change in any way with their case, of those that this Node knows. */
const CASED = Array.from({ length: 0x110000 }, (_, code) => String.fromCodePoint(code)).filter((character) =>
  /\p{Changes_When_Casemapped}|\p{Changes_When_Casefolded}/u.test(character),
);

/** Case taken away by what JavaScript has for it. It takes `ı` for `i`, which Unicode's folding leaves alone. */
const byCase = (text: string) => text.toLowerCase().toUpperCase().toLowerCase().normalize('NFC');

describe('foldCase', () => {
  it.each([
    ['ΥΠΕΎΘΥΝΟΣ', 'υπεύθυνος'],
    ['ΝΙΚΟΣ', 'νικοσ'],
    ['Straße', 'STRASSE'],
    ['GROẞ', 'groß'],
    ['İdare', 'i\u0307dare'],
    ['ﬁle', 'FILE'],
    ['Å', 'å'],
    ['E\u0301', 'é'],
    ['ᾼ', 'αι'],
    ['ꭰ', 'Ꭰ'],
  ])('takes %s for %s', (one, other) => {
    expect(foldCase(one)).toBe(foldCase(other));
  });

  it.each([
    ['İdare', 'idare'],
    ['ı', 'i'],
    ['e', 'é'],
    ['А', 'A'],
  ])('tells %s from %s', (one, other) => {
    expect(foldCase(one)).not.toBe(foldCase(other));
  });

  it('takes every character for what it is in upper and in lower case, and folds nothing twice', () => {
    const wrong = CASED.filter((character) => {
      if (character === 'ı') return false;
      const folded = foldCase(character);
      return byCase(folded) !== byCase(character.normalize('NFC')) || foldCase(folded) !== folded;
    });
    expect(wrong).toEqual([]);
  });

  it('folds ASCII as Unicode does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
        expect(foldCase(text)).toBe(caseFold(text));
      }),
    );
  });
});
