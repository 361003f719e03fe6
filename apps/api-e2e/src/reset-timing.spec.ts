import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@rollcall/testing';

import { ADMIN, type RunningProcess, startProcess } from './processes.js';

const PROGRAM = fileURLToPath(new URL('../../../tools/dist/reset-timing.js', import.meta.url));
const EMAIL = 'ada@example.com';

interface Result {
  readonly code: number | string | null | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

describe('npm run reset-timing', () => {
  let database: TestDatabase;
  let api: RunningProcess;

  beforeAll(async () => {
    database = await createTestDatabase();
    api = await startProcess('api', {
      DATABASE_URL: database.url,
      SMTP_URL: 'smtp://unused',
      ...ADMIN.settings,
      LIMIT_PER_ADDRESS: '999999',
      LIMIT_PER_ACCOUNT: '70',
    });
    const created = await fetch(`${api.url}/api/v1/agents`, {
      method: 'POST',
      headers: {
        authorization: ADMIN.authorization,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ first_name: 'Ada', email: EMAIL, role: 'Agent' }),
    });
    if (!created.ok) throw new Error(await created.text());
  });

  afterAll(async () => {
    await api.end('SIGTERM');
    await database.drop();
  });

  const run = (...args: readonly string[]) =>
    new Promise<Result>((resolve) => {
      execFile(process.execPath, [PROGRAM, ...args], { env: {} }, (error, stdout, stderr) => {
        resolve({ code: error ? error.code : 0, stdout, stderr });
      });
    });

  it('compares the times of answers that are the same', async () => {
    const { code, stdout, stderr } = await run(api.url, EMAIL, '5');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^5 pairs of requests, one at a time; all answers were the same\.\n {2}known {4}median \d/);
  });

  it('says which limits to raise when there are too few requests a minute', async () => {
    const { code, stdout, stderr } = await run(api.url, EMAIL, '50');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/429.*start it with LIMIT_PER_ADDRESS and LIMIT_PER_ACCOUNT at 999999\n$/);
  });

  it.each([[[]], [['nonsense', EMAIL]], [['http://127.0.0.1', 'nobody']], [['http://127.0.0.1', EMAIL, '0']]])(
    'says how to call it when called with %j',
    async (args) => {
      expect(await run(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining('LIMIT_PER_ADDRESS') });
    },
  );
});
