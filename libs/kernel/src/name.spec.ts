import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { hasControls, nameKey, nameText } from './name.js';

/** White space and invisible characters of all kinds. */
const BLANKS = Array.from(
  ' \t\n\u00a0\u00ad\u034f\u061c\u115f\u180e\u2003\u200b\u200c\u200d\u200e\u2028\u202e\u2060\u2066\u2800\u3000\u3164\ufe0f\ufeff',
);

/** Words that are whole names, ends and all. */
const WORDS = ['Support', 'Ada', 'é', 'ΥΠΕΥΘΥΝΟΣ', 'می‌خواهم', 'മോഹന്\u200d', '🛠️', '👩‍💻', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '1️⃣', 'ﷺ', '\u0600'];

const blanks = fc.array(fc.constantFrom(...BLANKS), { maxLength: 4 }).map((parts) => parts.join(''));
const text = fc.string({
  unit: fc.oneof(fc.constantFrom(...BLANKS, ...WORDS), fc.string({ unit: 'binary', maxLength: 1 })),
});

describe('nameText', () => {
  it('takes away white space and invisible characters around a name, and nothing that shapes it', () => {
    fc.assert(
      fc.property(blanks, fc.array(fc.constantFrom(...WORDS), { minLength: 1 }), (before, words) => {
        const name = words.join(' ');
        expect(nameText(`${before}${name}`)).toBe(name.normalize('NFC'));
        for (const blank of [' ', '\n', '\u200b', '\u2060', '\u00ad', '\u202e', '\ufeff', '\u3164'])
          expect(nameText(`${name}${blank}`)).toBe(name.normalize('NFC'));
      }),
    );
  });

  it('composes, leaves a stored name as it is, and leaves nothing of what has nothing to see', () => {
    fc.assert(
      fc.property(text, blanks, (name, blank) => {
        const stored = nameText(name);
        expect(stored).toBe(stored.normalize('NFC'));
        expect(nameText(stored)).toBe(stored);
        expect(nameText(name.normalize('NFD'))).toBe(stored);
        expect(nameText(blank)).toBe('');
      }),
    );
  });

  it('takes no longer by the square of a text', () => {
    const long = ' \u200b'.repeat(500_000);
    expect(nameText(`${long}x${long}y${long}`)).toBe(`x${long}y`);
  });
});

describe('nameKey', () => {
  it.each([
    ['Support', 'support '],
    ['Admin', 'Ad\u200bmin'],
    ['Admin', '\u202eADMIN\u2060'],
    ['Admin', 'A\u00addmin\u034f'],
    ['ΥΠΕΥΘΥΝΟΣ', 'υπευθυνος'],
    ['Straße', 'STRASSE'],
    ['İdare', 'i\u0307DARE'],
    ['Second  Level', 'second\u00a0level'],
    ['Second Level', 'Second \u200b Level'],
    ['Ångström', 'A\u030angstro\u0308m'],
    ['🛠️', '🛠'],
    ['می‌خواهم', 'میخواهم'],
  ])('takes %j and %j for one name', (one, other) => {
    expect(nameKey(one)).toBe(nameKey(other));
  });

  it.each([
    ['İdare', 'idare'],
    ['Support', 'Support 2'],
    ['Sup port', 'Support'],
    ['👩‍💻', '👩💻'],
    ['👩🏽‍💻', '👩🏽💻'],
    ['🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🏴󠁧󠁢󠁳󠁣󠁴󠁿'],
    ['resume', 'résumé'],
  ])('tells %j from %j', (one, other) => {
    expect(nameKey(one)).not.toBe(nameKey(other));
  });

  it('is the same for a name however it is typed, and a key is its own', () => {
    fc.assert(
      fc.property(text, (name) => {
        const key = nameKey(name);
        for (const typed of [nameText(name), name.normalize('NFD'), ` ${name}\u200b`, key])
          expect(nameKey(typed)).toBe(key);
      }),
    );
  });

  it('is empty where there is nothing to see, and nowhere else', () => {
    fc.assert(
      fc.property(text, (name) => {
        expect(nameKey(name) === '').toBe(nameText(name) === '');
      }),
    );
  });
});

describe('hasControls', () => {
  it.each(['a\u0007b', '\u001b[31m', 'a\tb', 'a\nb', 'a\u2028b', 'a\u2029b', '\u0085'])('finds them in %j', (name) => {
    expect(hasControls(name)).toBe(true);
  });

  it.each(WORDS)('finds none in %s', (name) => {
    expect(hasControls(name)).toBe(false);
  });
});
