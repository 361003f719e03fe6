import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { loadConfig } from '@rollcall/config';
import {
  createTestDatabase,
  type CuttingProxy,
  startCuttingProxy,
  type TestDatabase,
  waitFor,
} from '@rollcall/testing';

import { JobQueues } from './job-queues.js';
import { createQueueBackend } from './queue-backend.js';
import { JobConsumer } from './worker/job-consumer.js';

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

describe('queues in a PostgreSQL that ends each connection the moment it is ready', () => {
  let database: TestDatabase;
  let proxy: CuttingProxy;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    database = await createTestDatabase();
    proxy = await startCuttingProxy(database.url);
  });

  afterEach(() => {
    proxy.cut(false);
  });

  afterAll(async () => {
    await proxy.close();
    await database.drop();
  });

  const configOf = (url: string) => loadConfig({ DATABASE_URL: url, SMTP_URL: 'smtp://unused' });

  it('are opened anew by who puts jobs on them, once it no longer does', async () => {
    const queues = new JobQueues(configOf(proxy.url));
    proxy.cut(true);
    expect(await failureOf(queues.ping())).toBeInstanceOf(Error);
    expect(await failureOf(queues.add('0199f0a0-0cc3-7d44-8b50-8888dd257360', 'send-mail'))).toBeInstanceOf(Error);
    proxy.cut(false);
    await waitFor('the queues to be reachable', async () => (await failureOf(queues.ping())) === null);
    await queues.add('0199f0a0-0cc3-7d44-8b50-8888dd257360', 'send-mail');
    await queues.onApplicationShutdown();
  });

  it('are worked on once it no longer does, and leave the process to others until then', async () => {
    const errors: unknown[] = [];
    const done: string[] = [];
    const onError = (error: unknown) => errors.push(error);
    const backend = createQueueBackend(configOf(proxy.url).queue);
    proxy.cut(true);
    const consumer = new JobConsumer(
      () => backend.worker('mail', (job) => Promise.resolve(done.push(job.id ?? '')), {}, onError),
      onError,
    );
    await waitFor('several attempts', () => errors.length >= 2);
    // A worker that never got ready fails again thousands of times a second.
    expect(errors.length).toBeLessThan(50);
    proxy.cut(false);
    const queue = createQueueBackend(configOf(database.url).queue).queue('mail', onError);
    await queue.add('send-mail', {}, { jobId: 'late' });
    await waitFor('the job to be done', () => done.includes('late'));
    await consumer.close(false);
    await queue.close();
    await backend.close();
  });

  it('are closed while a worker could not start yet', async () => {
    const backend = createQueueBackend(configOf(proxy.url).queue);
    proxy.cut(true);
    const errors: unknown[] = [];
    const consumer = new JobConsumer(
      () =>
        backend.worker(
          'mail',
          () => Promise.resolve(),
          {},
          () => undefined,
        ),
      (error) => errors.push(error),
    );
    await waitFor('an attempt', () => errors.length > 0);
    await expect(consumer.close(false)).resolves.toBeUndefined();
    await backend.close();
  });
});
