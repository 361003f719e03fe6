import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { generateSync } from 'otplib';

import { newTotpSecret, totpStep, totpUri } from './totp.js';

/** `12345678901234567890` in Base32, as in RFC 6238, appendix B. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

const at = (seconds: number) => new Date(seconds * 1_000);

describe('a code of an app', () => {
  it.each([
    ['287082', 59],
    ['081804', 1_111_111_109],
    ['005924', 1_234_567_890],
    ['279037', 2_000_000_000],
  ])('is %s at second %i, as RFC 6238 says', (code, seconds) => {
    expect(totpStep(SECRET, code, at(seconds))).toBe(Math.floor(seconds / 30));
    expect(totpStep(SECRET, `${code.slice(0, 3)} ${code.slice(3)}`, at(seconds))).toBe(Math.floor(seconds / 30));
  });

  it('is right within one step of 30 seconds, and tells its own step', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100_000, max: 4_000_000_000 }), fc.integer({ min: -200, max: 200 }), (now, off) => {
        const secret = newTotpSecret();
        const shown = now + off;
        const found = totpStep(secret, generateSync({ secret, epoch: shown }), at(now));
        const step = Math.floor(shown / 30);
        expect(found === step).toBe(Math.abs(step - Math.floor(now / 30)) <= 1);
      }),
      { numRuns: 60 },
    );
  });

  it.each(['', '28708', '2870822', 'abcdef', '28708２', '287082 ', '-87082', '1e5'])('is not %j', (code) => {
    expect(totpStep(SECRET, code, at(59))).toBeNull();
  });

  it('comes from a secret of 160 bits, which the QR code has', () => {
    const secret = newTotpSecret();
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(newTotpSecret()).not.toBe(secret);
    expect(new URL(totpUri('Rollcall rollcall.test', 'ada+x@example.com', secret)).searchParams.get('secret')).toBe(
      secret,
    );
  });
});
