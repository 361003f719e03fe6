import { describe, expect, it } from '@jest/globals';
import { ConfigError } from '@rollcall/config';

import { readSettings } from './settings.js';

const ROOT = '/checkout';

describe('readSettings', () => {
  it('embeds what is not configured', () => {
    expect(readSettings({ SMTP_URL: '' }, ROOT)).toMatchObject({
      embedded: { database: true, mail: true },
      dataFolder: '/checkout/.data',
    });
  });

  it('embeds nothing that is configured', () => {
    const environment = { DATABASE_URL: 'postgres://db/rollcall', SMTP_URL: 'smtp://mail', DATA_DIR: '/data' };
    expect(readSettings(environment, ROOT)).toMatchObject({
      embedded: { database: false, mail: false },
      config: { database: { url: 'postgres://db/rollcall' } },
      dataFolder: '/data',
    });
  });

  it('embeds nothing in production, where a missing service is a mistake', () => {
    const production = { NODE_ENV: 'production', PUBLIC_URL: 'https://support.example.com' };
    expect(() => readSettings(production, ROOT)).toThrow(ConfigError);
    expect(() => readSettings(production, ROOT)).toThrow(/DATABASE_URL is not set[^]*SMTP_URL is not set/);
  });
});
