import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { describe, expect, it } from '@jest/globals';

const MODULE = new URL('../dist/compiled/worker.module.js', import.meta.url).href;

describe('the modules of the worker', () => {
  it('load nothing that answers the requests of others', async () => {
    const script = `
      import { createRequire } from 'node:module';
      await import(${JSON.stringify(MODULE)});
      const loaded = Object.keys(createRequire(import.meta.url).cache);
      console.log(['bullmq', 'express', 'passport'].filter((name) =>
        loaded.some((file) => file.includes('/node_modules/' + name))).join());`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { env: {} });
    expect(stdout.trim()).toBe('bullmq');
  });
});
