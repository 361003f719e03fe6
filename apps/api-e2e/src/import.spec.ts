import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase, waitFor } from '@rollcall/testing';
import pg from 'pg';

import { ADMIN, type RunningProcess, startProcess } from './processes.js';

const COMMAND = fileURLToPath(new URL('../../../tools/dist/import.js', import.meta.url));

const ROWS = 4_000;

describe('an import', () => {
  let database: TestDatabase;
  let client: pg.Client;
  let settings: Readonly<Record<string, string>>;
  let api: RunningProcess;
  let worker: RunningProcess;

  beforeAll(async () => {
    database = await createTestDatabase();
    client = new pg.Client(database.url);
    await client.connect();
    settings = { DATABASE_URL: database.url, SMTP_URL: 'smtp://127.0.0.1:9', ...ADMIN.settings };
    [api, worker] = await Promise.all([startProcess('api', settings), startProcess('worker', settings)]);
  });

  afterAll(async () => {
    await Promise.all([api.end('SIGKILL'), worker.end('SIGKILL')]);
    await client.end();
    await database.drop();
  });

  /** Runs the command as in a pipe, and gives what it prints and its exit code. */
  const command = async (file: string) => {
    const child = spawn(process.execPath, [COMMAND, file, '--url', api.url, '--on-existing', 'skip'], {
      env: { ROLLCALL_KEY: ADMIN.pair },
    });
    const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit') as Promise<[number | null]>]);
    return { output, code };
  };
  const rows = async (sql: string) => (await client.query<Record<string, unknown>>(sql)).rows;

  it('is started and watched by the command', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'rollcall-import-'));
    const file = path.join(folder, 'agents.csv');
    await writeFile(file, 'first_name,email,roles\nAda,command@example.com,Agent\nAda,bad,Agent\n');
    const { output, code } = await command(file);
    await rm(folder, { recursive: true });
    const lines = output.split('\n');
    expect({ code, first: lines[0], last: lines.slice(-3) }).toEqual({
      code: 1,
      first: expect.stringMatching(/^import \d+ is (waiting|running|done): \d of 2 rows, 1 failed$/),
      last: [
        expect.stringMatching(/^Import \d+ is done: 1 created, 0 updated, 0 skipped, 1 failed$/),
        expect.stringMatching(
          /^The failed rows, .*: http:\/\/127\.0\.0\.1:\d+\/api\/v1\/agents\/imports\/\d+\/failed\.csv$/,
        ),
        '',
      ],
    });
  });

  it('whose worker is killed goes on where it was, and makes each agent once, with its role, team, account and entry', async () => {
    const send = async (path: string, type: string, body: string) => {
      const headers = { Authorization: ADMIN.authorization, 'Content-Type': type };
      const answer = await fetch(`${api.url}/api/v1${path}`, { method: 'POST', headers, body });
      expect(answer.status).toBe(200);
    };
    await send('/teams', 'application/json', JSON.stringify({ name: 'Support' }));
    const agents = Array.from({ length: ROWS }, (_, index) => `Ada,Killed,ada${index}@example.com,Agent,Support`);
    await send('/agents/imports', 'text/csv', ['first_name,last_name,email,roles,teams', ...agents].join('\n'));
    const done = async () => {
      const [row] = await rows('SELECT status, created FROM agent_imports ORDER BY id DESC LIMIT 1');
      return { status: String(row?.status), created: Number(row?.created) };
    };
    await waitFor('the first batches', async () => (await done()).created > 0);
    await worker.end('SIGKILL');
    expect(await done()).toMatchObject({ status: 'running' });
    // The queue would give the job to another worker once the lock of the killed one has run out; that takes its time.
    await rows('TRUNCATE bullmq.job CASCADE; UPDATE job_outbox SET sweep_at = now()');
    worker = await startProcess('worker', settings);
    await waitFor('the end', async () => (await done()).status === 'done', 30_000);
    const countOf = (table: string, id: string) =>
      `(SELECT count(*)::int FROM ${table} JOIN agent ON agent.id = ${id}) AS ${table}`;
    const [counts] = await rows(
      `WITH agent AS (SELECT id FROM agents WHERE last_name = 'Killed')
       SELECT count(*)::int AS agents, ${countOf('agent_roles', 'agent_id')}, ${countOf('team_members', 'agent_id')},
         ${countOf('billing_accounts', 'agent_id')}, ${countOf('activity_log', 'target_model_id')}, ${countOf('import_rows', 'agent_id')}
       FROM agent`,
    );
    const once = { agents: ROWS, agent_roles: ROWS, team_members: ROWS, billing_accounts: ROWS };
    expect(counts).toEqual({ ...once, activity_log: ROWS, import_rows: ROWS });
  });
});
