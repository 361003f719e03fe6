import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toASCII } from 'tr46';

import { emailKey, isPlainAddress, normalizeEmail } from './email.js';

/** The options by which domains are written in ASCII. */
const IDNA = {
  checkBidi: true,
  checkHyphens: false,
  checkJoiners: true,
  useSTD3ASCIIRules: true,
  verifyDNSLength: true,
};

describe('normalizeEmail', () => {
  it.each([
    ['  John.Doe@Example.COM\n', 'john.doe@example.com'],
    ['Ju\u0308rgen@MÜNCHEN.example', 'jürgen@münchen.example'],
    ['a@Mu\u0308nchen。example', 'a@münchen.example'],
    ['a@FAẞ.example', 'a@faß.example'],
    ['a@XN--mnchen-3ya.example', 'a@xn--mnchen-3ya.example'],
    ['Root@LocalHost', 'root@localhost'],
    ['"A@b"@example.com', '"a@b"@example.com'],
    ['a@Exam\u200bple.com', 'a@exam\u200bple.com'],
    ['No Address', 'no address'],
  ])('makes of %j %j', (email, normal) => {
    expect(normalizeEmail(email)).toBe(normal);
  });
});

describe('emailKey', () => {
  it.each([
    ['a@münchen.example', 'A@xn--mnchen-3ya.example'],
    ['a@münchen.example', 'a@MU\u0308NCHEN.example'],
    ['a@münchen.example', 'a@münchen。example'],
    ['a@faß.example', 'a@xn--fa-hia.example'],
    ['ΝΙΚΟΣ@example.com', 'νικος@example.com'],
    ['İ@example.com', 'i\u0307@example.com'],
    ['jürgen@example.com', 'JU\u0308RGEN@example.com'],
  ])('takes %j and %j for one mailbox', (one, other) => {
    expect(emailKey(one)).toBe(emailKey(other));
  });

  it.each([
    ['a@faß.example', 'a@fass.example'],
    ['a@münchen.example', 'a@munchen.example'],
    ['jürgen@example.com', 'jurgen@example.com'],
    ['a.b@example.com', 'ab@example.com'],
  ])('tells %j from %j', (one, other) => {
    expect(emailKey(one)).not.toBe(emailKey(other));
  });

  it('is the address itself in ASCII, as the database gives it to rows of versions that know no keys', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (email) => {
        expect(emailKey(email)).toBe(email.toLowerCase());
        expect(normalizeEmail(email)).toBe(email.toLowerCase());
      }),
    );
  });

  it('is the same for the normal form, which stays as it is, and for any text at all', () => {
    const part = fc.string({
      unit: fc.oneof(
        fc.constantFrom('ß', 'ς', 'Σ', 'İ', 'ı', 'ü', 'u\u0308', 'X', '。', '.', 'J\u030c'),
        fc.string({ unit: 'binary', maxLength: 1 }),
      ),
    });
    fc.assert(
      fc.property(part, part, (local, domain) => {
        const normal = normalizeEmail(`${local}@${domain}`);
        expect(normalizeEmail(normal)).toBe(normal);
        expect(emailKey(normal)).toBe(emailKey(`${local}@${domain}`));
      }),
      { numRuns: 1_000 },
    );
  });

  it('does not take long over what is no address', () => {
    expect(emailKey(`a@${'ü'.repeat(500_000)}`)).toHaveLength(500_002);
  });
});

describe('isPlainAddress', () => {
  it.each([
    'a@example.com',
    'a@localhost',
    'jürgen@münchen.example',
    'a@xn--mnchen-3ya.example',
    '"a b"@example.com',
    'a@r3---b.example',
    'ا@ا.example',
  ])('takes %s', (email) => {
    expect(isPlainAddress(email)).toBe(true);
  });

  it.each([
    'a\u200bb@example.com',
    'a@exam\u00adple.com',
    'a@exam\u200bple.com',
    'a\u202egro@example.com',
    'a\u2066@example.com',
    'a\u200e@example.com',
    'a\u0007@example.com',
    'a\u2003b@example.com',
    'a\u3164@example.com',
    'a@xn--a.example',
    'a@b..example',
    'a@b_c.example',
    `a@${'b'.repeat(64)}.example`,
    'a@',
  ])('refuses %j', (email) => {
    expect(isPlainAddress(email)).toBe(false);
  });
});

describe('a domain in ASCII', () => {
  it('is taken or refused as UTS 46 does', () => {
    const parts = fc.constantFrom('a', 'Z', '0', '-', '.', '_', '!', 'xn--', 'xn--mnchen-3ya', 'a'.repeat(63));
    fc.assert(
      fc.property(fc.array(parts, { minLength: 1, maxLength: 8 }), (chosen) => {
        const domain = chosen.join('');
        const ascii = toASCII(domain, IDNA);
        expect(emailKey(`a@${domain}`)).toBe(`a@${ascii ?? domain.toLowerCase()}`);
      }),
      { numRuns: 1_000 },
    );
  });
});
