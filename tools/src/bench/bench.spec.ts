import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const BENCH = fileURLToPath(new URL('../../dist/bench/bench.js', import.meta.url));

describe('npm run bench', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rollcall-bench-spec-'));
  });

  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  it('measures every call at the api and at a yardstick that answers the same, and leaves the figures as JSON', async () => {
    const file = join(folder, 'bench.json');
    const { stdout } = await promisify(execFile)(process.execPath, [BENCH, '--short', '--json', file]);
    const { results } = JSON.parse(await readFile(file, 'utf8')) as { results: { name: string; ratio: number }[] };
    expect(results.map(({ name }) => name)).toEqual([
      'GET /agents/{id}',
      'GET /agents?limit=50',
      'POST /agents',
      'POST /user/create_live_agent',
      'PUT /agents/{id}',
      'GET /agents/me',
      'GET /agents/me, session',
      'GET /teams',
      'POST /auth/login',
    ]);
    expect(results.filter(({ ratio }) => !(ratio > 0))).toEqual([]);
    for (const { name } of results) expect(stdout).toContain(`| ${name} `);
  }, 60_000);

  it('says how it is called when it is called otherwise', async () => {
    const run = promisify(execFile)(process.execPath, [BENCH, '--fast']);
    await expect(run).rejects.toHaveProperty('code', 2);
    await expect(run).rejects.toThrow('Usage:');
  });
});
