import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createTestDatabase,
  type CuttingProxy,
  startCuttingProxy,
  type TestDatabase,
  waitFor,
} from '@rollcall/testing';
import pg from 'pg';

import { createQueueBackend, migrateQueues } from './queue-backend.js';
import { JobConsumer } from './worker/job-consumer.js';

describe('a worker on PostgreSQL', () => {
  let database: TestDatabase;
  let admin: pg.Client;
  let proxy: CuttingProxy;
  const opened: (() => Promise<void>)[] = [];
  let errors: string[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    proxy = await startCuttingProxy(database.url);
    admin = new pg.Client(database.url);
    await admin.connect();
  });

  afterEach(async () => {
    proxy.refuse(null);
    proxy.cut(false);
    for (const close of opened.splice(0).toReversed()) await close();
    errors = [];
  });

  afterAll(async () => {
    await admin.end();
    await proxy.close();
    await database.drop();
  });

  const onError = (error: unknown): void => {
    errors.push(String(error));
  };
  /** Works on the queue, and returns the names of the jobs that it does. */
  const work = (runRetryDelay = 50): string[] => {
    const done: string[] = [];
    const run = (job: { name: string }) => Promise.resolve(done.push(job.name));
    const backend = createQueueBackend({ backend: 'postgres', url: proxy.url });
    const consumer = new JobConsumer(() => backend.worker('mail', run, { runRetryDelay }, onError), onError);
    opened.push(() => consumer.close(false));
    return done;
  };
  const produce = () => {
    const queue = createQueueBackend({ backend: 'postgres', url: database.url }).queue('mail', onError);
    opened.push(() => queue.close());
    return queue;
  };

  it('begins once its first connections are no longer refused', async () => {
    proxy.refuse('rollcall-runner');
    const done = work();
    await waitFor('a refusal', () => errors.some((error) => error.includes('too many connections')));
    proxy.refuse(null);
    await produce().add('greet', {});
    await waitFor('the job to run', () => done.length > 0);
    expect(done).toEqual(['greet']);
  });

  it('pauses after a look for a job that failed, whatever the reason, and then goes on', async () => {
    await admin.query('ALTER TABLE bullmq.job RENAME TO elsewhere');
    const done = work(2_000);
    await waitFor('the first failure', () => errors.length > 0);
    for (let round = 0; round < 20; round++) await admin.query('SELECT 1');
    // One statement looks for a job, and one for stalled jobs.
    expect(errors.length).toBeLessThanOrEqual(2);
    await admin.query('ALTER TABLE bullmq.elsewhere RENAME TO job');
    await produce().add('greet', {});
    await waitFor('the job to run', () => done.length > 0);
    expect(done).toEqual(['greet']);
  });

  it('finds a job within seconds of which it was not notified, though the next one that it knows of is far away', async () => {
    const queue = produce();
    for (const name of ['silent', 'later']) await queue.add(name, {}, { delay: 1_800_000, jobId: name });
    const done = work();
    await queue.add('first', {});
    await waitFor('the first job to run', () => done.includes('first'));
    await waitFor('the worker to sleep', async () => {
      const { rows } = await admin.query<{ asleep: boolean }>(
        `SELECT bool_and(clock_timestamp() - query_start > '500 ms') AS asleep FROM pg_stat_activity
         WHERE datname = current_database() AND application_name IN ('rollcall-runner', 'mail')`,
      );
      return rows[0]?.asleep;
    });
    // As if the notification had been lost together with its connection: no worker is notified.
    await admin.query(
      "UPDATE bullmq.job SET state = 'waiting', delay_ms = 0, process_at_ms = NULL WHERE id = 'silent'",
    );
    await waitFor('the job of which nobody told it', () => done.includes('silent'));
    expect(done).toEqual(['first', 'silent']);
  });
});

it('BullMQ’s tables are not brought up to date over a connection that ends when it is ready, and nothing ends with it', async () => {
  const database = await createTestDatabase();
  const proxy = await startCuttingProxy(database.url);
  const queue = { backend: 'postgres', url: proxy.url } as const;
  proxy.cut(true);
  await expect(migrateQueues(queue)).rejects.toThrow();
  proxy.cut(false);
  await expect(migrateQueues(queue)).resolves.toBeUndefined();
  await proxy.close();
  await database.drop();
});
