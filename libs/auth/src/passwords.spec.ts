import { describe, expect, it } from '@jest/globals';
import { verify } from '@node-rs/argon2';
import { loadConfig } from '@rollcall/config';

import { Passwords } from './passwords.js';

const passwordsWith = (settings: Record<string, string> = {}) =>
  new Passwords(loadConfig({ DATABASE_URL: 'postgres://unused', SMTP_URL: 'smtp://unused', ...settings }));

describe('Passwords', () => {
  const passwords = passwordsWith();

  it.each([
    ['too short', 'Sh0rt!aaa'],
    ['longer than 72 characters', `Aa1!${'x'.repeat(69)}`],
    ['without an upper-case letter', 'lower-case-1'],
    ['without a lower-case letter', 'UPPER-CASE-1'],
    ['without a digit', 'No-Digits-Here'],
    ['without another character', 'OnlyLetters123'],
  ])('refuses one %s and names the field', async (_why, password) => {
    await expect(passwords.hashNew('new_password', password)).rejects.toMatchObject({
      code: 'invalid_input',
      fields: [{ field: 'new_password' }],
    });
  });

  it.each(['Correct-Horse-7', 'Schön1234 ', `Aa1!${'x'.repeat(68)}`, 'Пароль-надёжный-1'])(
    'stores %s as an Argon2id hash that verifies',
    async (password) => {
      const hash = await passwords.hashNew('password', password);
      expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
      expect(await verify(hash, password)).toBe(true);
      expect(await verify(hash, `${password}x`)).toBe(false);
    },
  );

  it('makes the hash as dear as configured', async () => {
    const dear = passwordsWith({ ARGON2_MEMORY_KIB: '64', ARGON2_PASSES: '3', ARGON2_LANES: '2' });
    expect(await dear.hashNew('password', 'Correct-Horse-7')).toMatch(/^\$argon2id\$v=19\$m=64,t=3,p=2\$/);
  });
});
