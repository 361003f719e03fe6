import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '@rollcall/config';

import { SecretBox } from './secret-box.js';

describe('SecretBox', () => {
  const box = (key?: string) =>
    new SecretBox(
      loadConfig({ DATABASE_URL: 'postgres://unused', SMTP_URL: 'smtp://unused', ...(key && { SECRETS_KEY: key }) }),
    );
  const key = 'k'.repeat(32);

  it('opens what it sealed, which does not show the secret', () => {
    const sealed = box(key).seal('whsec_secret');
    expect(sealed).not.toContain('secret');
    expect(box(key).open(sealed)).toBe('whsec_secret');
  });

  it('says which setting is missing or wrong', () => {
    const sealed = box(key).seal('whsec_secret');
    expect(() => box().open(sealed)).toThrow('SECRETS_KEY is not set');
    expect(() => box('l'.repeat(32)).open(sealed)).toThrow('SECRETS_KEY is not the one');
  });

  it('still opens what was stored before there was a key', () => {
    expect(box(key).open(box().seal('whsec_secret'))).toBe('whsec_secret');
  });
});
