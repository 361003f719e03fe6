import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

interface Row {
  readonly name: string;
  readonly ratio: number;
}

const BENCH = fileURLToPath(new URL('../../dist/bench/bench.js', import.meta.url));

describe('npm run bench', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rollcall-bench-spec-'));
  });

  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  it('measures calls at the api and at a yardstick that answers the same, and the worker, and leaves all as JSON', async () => {
    const file = join(folder, 'bench.json');
    const parts = ['calls', 'worker'].flatMap((part) => ['--part', part]);
    const { stdout } = await promisify(execFile)(process.execPath, [BENCH, '--short', ...parts, '--json', file]);
    const { calls, figures } = JSON.parse(await readFile(file, 'utf8')) as Record<string, Row[]>;
    expect(calls?.map(({ name }) => name)).toEqual([
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
    expect(figures?.map(({ name }) => name)).toEqual([
      'worker: welcome mails a second',
      'worker: ms from the commit to the start of a job',
    ]);
    const rows = [...(calls ?? []), ...(figures ?? [])];
    expect(rows.filter(({ ratio }) => !(ratio > 0))).toEqual([]);
    for (const { name } of rows) expect(stdout).toContain(`| ${name} `);
  }, 60_000);

  it.each([['--fast'], ['--part', 'nothing']])(
    'says how it is called when it is called otherwise: %s',
    async (...options) => {
      const run = promisify(execFile)(process.execPath, [BENCH, ...options]);
      await expect(run).rejects.toHaveProperty('code', 2);
      await expect(run).rejects.toThrow('Usage:');
    },
  );
});
