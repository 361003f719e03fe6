import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase, waitFor } from '@rollcall/testing';
import pg from 'pg';

import { ADMIN, type RunningProcess, startProcess } from './processes.js';

const ROWS = 4_000;

describe('an import whose worker is killed', () => {
  let database: TestDatabase;
  let client: pg.Client;
  let settings: Readonly<Record<string, string>>;
  const running: RunningProcess[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    client = new pg.Client(database.url);
    await client.connect();
    settings = { DATABASE_URL: database.url, SMTP_URL: 'smtp://127.0.0.1:9', ...ADMIN.settings };
  });

  afterAll(async () => {
    await Promise.all(running.map((process) => process.end('SIGKILL')));
    await client.end();
    await database.drop();
  });

  const run = async (name: 'api' | 'worker'): Promise<RunningProcess> => {
    const started = await startProcess(name, settings);
    running.push(started);
    return started;
  };
  const rows = async (sql: string) => (await client.query<Record<string, unknown>>(sql)).rows;

  it('goes on where it was, and makes each agent once, with its role, team, account and entry', async () => {
    const [api, worker] = await Promise.all([run('api'), run('worker')]);
    const send = async (path: string, type: string, body: string) => {
      const headers = { Authorization: ADMIN.authorization, 'Content-Type': type };
      const answer = await fetch(`${api.url}/api/v1${path}`, { method: 'POST', headers, body });
      expect(answer.status).toBe(200);
    };
    await send('/teams', 'application/json', JSON.stringify({ name: 'Support' }));
    const agents = Array.from({ length: ROWS }, (_, index) => `Ada,No ${index},ada${index}@example.com,Agent,Support`);
    await send('/agents/imports', 'text/csv', ['first_name,last_name,email,roles,teams', ...agents].join('\n'));
    const done = async () => {
      const [{ status, created } = {}] = await rows('SELECT status, created FROM agent_imports');
      return { status: String(status), created: Number(created) };
    };
    await waitFor('the first batches', async () => (await done()).created > 0);
    await worker.end('SIGKILL');
    expect(await done()).toMatchObject({ status: 'running' });
    // The queue would give the job to another worker once the lock of the killed one has run out; that takes its time.
    await rows('TRUNCATE bullmq.job CASCADE; UPDATE job_outbox SET sweep_at = now()');
    await run('worker');
    await waitFor('the end', async () => (await done()).status === 'done');
    const [counts] = await rows(
      `SELECT count(*)::int AS agents, count(DISTINCT email)::int AS emails,
           (SELECT count(*)::int FROM agent_roles) - 1 AS roles, (SELECT count(*)::int FROM team_members) AS members,
           (SELECT count(*)::int FROM billing_accounts) - 1 AS accounts,
           (SELECT count(*)::int FROM activity_log WHERE activity_type = 'agent_created') - 1 AS entries,
           (SELECT count(*)::int FROM import_rows WHERE status = 'created') AS rows, (SELECT count(*)::int FROM job_outbox) AS jobs
         FROM agents WHERE NOT is_system`,
    );
    const each = {
      agents: ROWS,
      emails: ROWS,
      roles: ROWS,
      members: ROWS,
      accounts: ROWS,
      entries: ROWS,
      rows: ROWS,
    };
    expect(counts).toEqual({ ...each, jobs: 0 });
  });
});
