import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { ConfigModule, loadConfig } from '@rollcall/config';
import { DatabaseModule, Transactions } from '@rollcall/database';
import {
  createTestDatabase,
  describeWithRedis,
  type RedisServer,
  startRedisServer,
  type TestDatabase,
  waitFor,
} from '@rollcall/testing';
import { Redis } from 'ioredis';
import { DataSource } from 'typeorm';

import { SCHEDULED_JOB_NAMES } from './catalogue.js';
import { JobQueues } from './job-queues.js';
import { Jobs } from './jobs.js';
import { idleHandlersBut } from './testing/idle-handlers.js';
import { HandlesJob, type JobHandler } from './worker/job-handler.js';
import { JobWorkerModule } from './worker/job-worker.module.js';

const mailIds: number[] = [];
let refusing = false;

@Injectable()
@HandlesJob('send-mail')
class MailHandler implements JobHandler<'send-mail'> {
  handle({ mailId }: { mailId: number }): Promise<void> {
    if (refusing) return Promise.reject(new Error('Not now'));
    mailIds.push(mailId);
    return Promise.resolve();
  }
}

@Module({ imports: [JobWorkerModule], providers: [MailHandler, ...idleHandlersBut('send-mail')] })
class TestWorkerModule {}

describeWithRedis('jobs on a Redis that fails', () => {
  let database: TestDatabase;
  let redis: RedisServer;
  let worker: TestingModule;

  beforeAll(async () => {
    database = await createTestDatabase();
    redis = await startRedisServer([]);
    const config = loadConfig({
      DATABASE_URL: database.url,
      SMTP_URL: 'smtp://unused',
      REDIS_URL: `redis://127.0.0.1:${redis.port}`,
    });
    worker = await Test.createTestingModule({
      imports: [ConfigModule.with(config), DatabaseModule, TestWorkerModule],
    }).compile();
    worker.useLogger(false);
    await worker.init();
  });

  afterAll(async () => {
    await worker.close();
    await redis.stop();
    await database.drop();
  });

  const promise = (mailId: number) =>
    worker.get(Transactions).run((tx) => worker.get(Jobs).enqueue(tx, 'send-mail', { mailId }));

  it('are promised all the same while it is away, and run when it is back, though it forgot everything', async () => {
    await promise(1);
    await waitFor('the first job', () => mailIds.includes(1));
    await redis.stop();
    await waitFor('the queue to be away', () =>
      worker
        .get(JobQueues)
        .ping()
        .then(
          () => false,
          () => true,
        ),
    );
    await promise(2);
    redis = await startRedisServer([], { port: redis.port });
    await waitFor('the second job', () => mailIds.includes(2), 20_000);
    expect(mailIds).toEqual([1, 2]);
  }, 60_000);

  it('are put on their queues again within seconds when it was emptied, and the schedules as well', async () => {
    refusing = true;
    await promise(3);
    // From then on, the sweeper would look for the job in a minute.
    await waitFor('the job to be swept', async () => {
      const rows: unknown[] = await worker
        .get(DataSource)
        .query("SELECT FROM job_outbox WHERE attempts > 0 AND sweep_at > now() + interval '30 s'");
      return rows.length > 0;
    });
    const client = new Redis(redis.port, '127.0.0.1');
    await client.flushall();
    await client.quit();
    refusing = false;
    await waitFor('the job', () => mailIds.includes(3), 15_000);
    const queues = worker.get(JobQueues);
    await waitFor('the schedules', async () => {
      const nextRuns = await Promise.all(SCHEDULED_JOB_NAMES.map((name) => queues.nextRun(name)));
      return !nextRuns.includes(null);
    });
    expect(mailIds).toEqual([1, 2, 3]);
  }, 60_000);
});
