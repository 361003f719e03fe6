import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { keyOfSecrets } from './embedded-services.js';

describe('the key that seals secrets in the embedded database', () => {
  it('is made once, and is for its owner alone', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rollcall-key-'));
    const key = await keyOfSecrets(folder);
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(await keyOfSecrets(folder)).toBe(key);
    expect((await stat(join(folder, 'secrets-key'))).mode & 0o777).toBe(0o600);
    await rm(folder, { recursive: true });
  });
});
