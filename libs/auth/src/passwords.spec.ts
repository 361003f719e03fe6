import { describe, expect, it } from '@jest/globals';
import { hash, verify } from '@node-rs/argon2';
import { loadConfig } from '@rollcall/config';
import fc from 'fast-check';

import { passwordText } from './password-text.js';
import { Passwords } from './passwords.js';

const passwordsWith = (settings: Record<string, string> = {}) =>
  new Passwords(loadConfig({ DATABASE_URL: 'postgres://unused', SMTP_URL: 'smtp://unused', ...settings }));

const CHEAP = { ARGON2_MEMORY_KIB: '8', ARGON2_PASSES: '1' };

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

  describe('of one text typed in several ways', () => {
    const cheap = passwordsWith(CHEAP);
    const old = (password: string) => hash(password, { memoryCost: 8, timeCost: 1, parallelism: 1 });

    it.each<[string, string, string]>([
      ['composed', 'P\u00e4sswort-123', 'Pa\u0308sswort-123'],
      ['of several marks', 'Vi\u1ec7t-Nam-123', 'Vie\u0323\u0302t-Nam-123'],
      ['of Hangul', '\ud55c\uae00Pass-123', '\u1112\u1161\u11ab\u1100\u1173\u11afPass-123'],
      ['with a space that does not break', 'Correct Horse 7', 'Correct\u00a0Horse\u00a07'],
      ['with an ideographic space', 'Correct Horse 7', 'Correct\u3000Horse 7'],
      ['with a unit that is a letter', '10 \u00c5ngstr\u00f6m-a', '10 \u212bngstro\u0308m-a'],
    ])('%s: what was set one way is right the other way', async (_what, one, other) => {
      expect(one).not.toBe(other);
      for (const [set, typed] of [
        [one, other],
        [other, one],
      ] as const)
        expect(await cheap.match(typed, await cheap.hashNew('password', set))).toBe('right');
    });

    it('is right by a hash of before, which was made of it as typed, and the hash is to be made anew', async () => {
      const typed = 'Pa\u0308sswort-123';
      expect(await cheap.match(typed, await old(typed))).toBe('outdated');
      expect(await cheap.match('Pa\u0308sswort-124', await old(typed))).toBe('wrong');
      expect(await cheap.match(typed, await cheap.hashAgain(typed))).toBe('right');
    });

    it('stays apart from another: in case, in width, and in what looks alike', async () => {
      const stored = await cheap.hashNew('password', 'Fi-Password-12');
      for (const other of [
        'FI-Password-12',
        '\ufb01-Password-12',
        'Fi-P\u0430ssword-12',
        'Fi-Password-12 ',
        '\uff26i-Password-12',
      ])
        expect(await cheap.match(other, stored)).toBe('wrong');
    });

    it('is measured in that one form', async () => {
      const marks = `Aa1!${'o\u0308'.repeat(68)}`;
      await expect(cheap.hashNew('password', marks)).resolves.toMatch(/^\$argon2id/);
      await expect(cheap.hashNew('password', 'Aa1!o\u0308o\u0308o\u0308')).rejects.toMatchObject({
        code: 'invalid_input',
      });
    });

    it('has one form, whatever it is, and keeps it', () => {
      fc.assert(
        fc.property(fc.string({ unit: 'grapheme' }), (text) => {
          const form = passwordText(text);
          for (const way of ['NFC', 'NFD'] as const) expect(passwordText(text.normalize(way))).toBe(form);
          expect(passwordText(form)).toBe(form);
        }),
      );
    });
  });

  it('have nothing to compare with where there is no hash, in either form', async () => {
    for (const password of ['Correct-Horse-7', 'Pa\u0308sswort-123'])
      expect(await passwordsWith(CHEAP).match(password, null)).toBe('wrong');
  });
});
