import { describe, expect, it } from '@jest/globals';

import { newRecoveryCode, recoveryCodeText } from './recovery-code.js';

describe('a recovery code', () => {
  it('has 80 random bits in four groups', () => {
    const codes = new Set(Array.from({ length: 200 }, newRecoveryCode));
    expect(codes.size).toBe(200);
    for (const code of codes) expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){3}$/);
  });

  it('is the same, however it is typed', () => {
    for (const typed of ['7k3m-01rz-x9ab-1cd2', '7K3M 0IRZ X9AB LCD2', ' 7k3mo1rzx9ab1cd2 '])
      expect(recoveryCodeText(typed)).toBe('7k3m01rzx9ab1cd2');
  });
});
