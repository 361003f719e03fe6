import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from '@jest/globals';
import { freePort } from '@rollcall/database/embedded';
import { createTestDatabase } from '@rollcall/testing';

import { failureText } from '@rollcall/process';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));

describe('a worker that cannot start', () => {
  /** What it printed before it ended with code 1. */
  const startInVain = (environment: Record<string, string>): Promise<string> =>
    new Promise((resolve, reject) => {
      execFile(process.execPath, [MAIN], { env: environment }, (error, _stdout, stderr) => {
        if (error?.code === 1) resolve(stderr);
        else reject(new Error(`It ended with ${String(error?.code ?? 0)}: ${stderr}`));
      });
    });

  it('lists the mistakes of its configuration', async () => {
    expect(await startInVain({ SMTP_URL: 'nonsense' })).toMatch(
      /^The configuration has 2 mistake\(s\):\n {2}- DATABASE_URL .*\n {2}- SMTP_URL .*\n$/,
    );
  });

  it('says in one sentence that the database is not reachable, without its password', async () => {
    const url = `postgres://u:hunter2@127.0.0.1:${await freePort()}/x`;
    const output = await startInVain({ DATABASE_URL: url, SMTP_URL: 'smtp://unused' });
    expect(output).toMatch(/^The worker did not start: bringing the database up to date failed: .*ECONNREFUSED.*\.\n$/);
    expect(output).not.toContain('hunter2');
  });

  it('says which port is taken', async () => {
    const database = await createTestDatabase();
    const other = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
    const output = await startInVain({ DATABASE_URL: database.url, SMTP_URL: 'smtp://unused', WORKER_PORT: `${port}` });
    other.close();
    await database.drop();
    expect(output).toMatch(
      new RegExp(`^The worker did not start: the port ${port} on 127.0.0.1.* set WORKER_PORT to another\\.\\n$`),
    );
  });
});

describe('failureText', () => {
  it('tells every reason of an error that has several', () => {
    const error = new AggregateError([new Error('no IPv6'), new Error('no IPv4')]);
    expect(failureText('It failed', error)).toBe('It failed: no IPv6, no IPv4.');
  });
});
