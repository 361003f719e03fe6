import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort } from '@rollcall/database/embedded';
import {
  createTestDatabase,
  type CuttingProxy,
  type SmtpSink,
  startCuttingProxy,
  startSmtpSink,
  type TestDatabase,
  waitFor,
} from '@rollcall/testing';
import pg from 'pg';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** How long a worker may take to start, or to come back, on a machine that is busy. */
const START_MS = 30_000;

/** As which a worker connects, for each kind of connection it has. */
const APPLICATIONS = ['rollcall', 'rollcall-queue', 'rollcall-runner'];

describe('a worker whose queues are in a database that is not to be relied on', () => {
  let database: TestDatabase;
  let sink: SmtpSink;
  let pool: pg.Pool;
  let proxy: CuttingProxy;
  let worker: ChildProcess;
  let exited: Promise<unknown>;
  let health: (path: string) => Promise<number>;

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = new pg.Pool({ connectionString: database.url, max: 1 });
  });

  beforeEach(async () => {
    proxy = await startCuttingProxy(database.url);
    sink = await startSmtpSink();
  });

  afterEach(async () => {
    worker.kill('SIGKILL');
    await exited;
    await proxy.close();
    await sink.close();
  });

  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const start = async (): Promise<void> => {
    const port = await freePort();
    const env = { DATABASE_URL: proxy.url, SMTP_URL: sink.url, WORKER_PORT: String(port) };
    worker = fork(MAIN, { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    exited = once(worker, 'exit');
    health = async (path) =>
      (await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(6_000) })).status;
  };

  /** Promises a welcome mail, as an api would that died right afterwards. */
  const promiseMail = () =>
    pool.query(
      `WITH agent AS (
         INSERT INTO agents (uuid, created_at, updated_at, first_name, last_name, email, enabled, availability_status)
         VALUES (gen_random_uuid(), now(), now(), 'Ada', '', gen_random_uuid() || '@example.com', true, 'offline')
         RETURNING id, email
       ), mail AS (
         INSERT INTO mails (created_at, agent_id, recipient, template, status)
         SELECT now(), id, email, 'welcome', 'queued' FROM agent RETURNING id
       )
       INSERT INTO job_outbox (id, created_at, name, payload, sweep_at)
       SELECT gen_random_uuid(), now(), 'send-mail', jsonb_build_object('mailId', id), now() FROM mail`,
    );

  it('does not hang while its workers are refused as one connection too many, and does its work afterwards', async () => {
    proxy.refuse('rollcall-runner');
    await start();
    await waitFor('it to be refused again and again', () => proxy.seen('rollcall-runner') > 10, START_MS);
    expect(await health('/health')).toBe(200);
    proxy.refuse(null);
    await promiseMail();
    await waitFor('the mail to be sent', () => sink.mails.length > 0, START_MS);
    await waitFor('it to be ready', async () => (await health('/health/ready')) === 200, START_MS);
  }, 90_000);

  it('outlives any connection that ends in the very packet in which it is ready', async () => {
    await start();
    await waitFor(
      'the worker to be ready',
      async () => (await health('/health/ready').catch(() => null)) === 200,
      START_MS,
    );
    const before = APPLICATIONS.map((application) => proxy.seen(application));
    proxy.cut(true);
    proxy.drop();
    await waitFor('all to have come back in vain', () =>
      APPLICATIONS.every((application, index) => proxy.seen(application) > (before[index] ?? 0) + 1),
    );
    proxy.cut(false);
    await promiseMail();
    await waitFor('the mail to be sent', () => sink.mails.length > 0, START_MS);
    expect(worker.exitCode).toBeNull();
  }, 90_000);
});
