import { expect, it } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { ConfigModule, loadConfig } from '@rollcall/config';
import { DatabaseModule, Transactions } from '@rollcall/database';
import { createTestDatabase, describeWithRedis, startRedisServer, waitFor } from '@rollcall/testing';

import { JobQueues } from './job-queues.js';
import { Jobs } from './jobs.js';
import { idleHandlersBut } from './testing/idle-handlers.js';
import { HandlesJob, type JobHandler } from './worker/job-handler.js';
import { JobWorkerModule } from './worker/job-worker.module.js';

const mailIds: number[] = [];

@Injectable()
@HandlesJob('welcome-email')
class WelcomeHandler implements JobHandler<'welcome-email'> {
  handle({ mailId }: { mailId: number }): Promise<void> {
    mailIds.push(mailId);
    return Promise.resolve();
  }
}

@Module({ imports: [JobWorkerModule], providers: [WelcomeHandler, ...idleHandlersBut('welcome-email')] })
class TestWorkerModule {}

describeWithRedis('jobs while Redis is away', () => {
  it('are promised all the same, and run when it is back, though it forgot everything', async () => {
    const database = await createTestDatabase();
    let redis = await startRedisServer([]);
    const config = loadConfig({
      DATABASE_URL: database.url,
      SMTP_URL: 'smtp://unused',
      REDIS_URL: `redis://127.0.0.1:${redis.port}`,
    });
    const worker = await Test.createTestingModule({
      imports: [ConfigModule.with(config), DatabaseModule, TestWorkerModule],
    }).compile();
    worker.useLogger(false);
    await worker.init();
    const promise = (mailId: number) =>
      worker.get(Transactions).run((tx) => worker.get(Jobs).enqueue(tx, 'welcome-email', { mailId }));

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
    await worker.close();
    await redis.stop();
    await database.drop();
  }, 60_000);
});
