import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { normalizeEmail } from './email.js';

describe('normalizeEmail', () => {
  it('gives two spellings of one address the same form', () => {
    expect(normalizeEmail('  John.Doe@Example.COM\n')).toBe('john.doe@example.com');
  });

  it('leaves a normal form as it is', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (email) => {
        expect(normalizeEmail(normalizeEmail(email))).toBe(normalizeEmail(email));
      }),
    );
  });
});
