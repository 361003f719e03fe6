import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { type Config, ConfigModule, loadConfig } from '@rollcall/config';
import { DatabaseModule } from '@rollcall/database';
import { createTestDatabase, describeOnEachQueueBackend, type TestDatabase, waitFor } from '@rollcall/testing';
import { DataSource } from 'typeorm';

import { JOB_CATALOGUE, SCHEDULED_JOB_NAMES } from '../catalogue.js';
import { connectRedis } from '../connect-redis.js';
import { JobQueues } from '../job-queues.js';
import { createQueueBackend } from '../queue-backend.js';
import { idleHandlersBut } from '../testing/idle-handlers.js';
import { JobWorkerModule } from './job-worker.module.js';

const HOUR_MS = 3_600_000;

@Module({ imports: [JobWorkerModule], providers: idleHandlersBut() })
class TestWorkerModule {}

describeOnEachQueueBackend('the schedules', (settings) => {
  let database: TestDatabase;
  let config: Config;
  let worker: TestingModule;

  beforeAll(async () => {
    database = await createTestDatabase();
    config = loadConfig({ DATABASE_URL: database.url, SMTP_URL: 'smtp://unused', ...settings });
  });

  beforeEach(async () => {
    worker = await Test.createTestingModule({
      imports: [ConfigModule.with(config), DatabaseModule, TestWorkerModule],
    }).compile();
    worker.useLogger(false);
  });

  afterEach(async () => {
    await worker.close();
  });

  afterAll(async () => {
    await database.drop();
  });

  const known = async (): Promise<boolean> => {
    const runs = await Promise.all(SCHEDULED_JOB_NAMES.map((name) => worker.get(JobQueues).nextRun(name)));
    return runs.every((next) => next !== null);
  };

  it('have the intervals of this version from its start, whatever another one kept', async () => {
    const backend = createQueueBackend(config.queue);
    const queue = backend.queue('agents', () => undefined);
    await queue.upsertJobScheduler('activity-seal', { every: HOUR_MS }, { name: 'activity-seal' });
    await worker.init();
    const interval = async () => (await queue.getJobScheduler('activity-seal'))?.every;
    await waitFor('another interval', async () => (await interval()) !== HOUR_MS);
    expect(await interval()).toBe(JOB_CATALOGUE['activity-seal'].everyMs);
    await queue.close();
    await backend.close();
  });

  it('are back within seconds when their queues were emptied, and have promised jobs put on them again', async () => {
    await worker.init();
    await waitFor('the schedules', known);
    const dataSource = worker.get(DataSource);
    await dataSource.query(
      `INSERT INTO job_outbox (id, created_at, name, payload, sweep_at)
       VALUES (gen_random_uuid(), now(), 'send-mail', '{"mailId": 1}', now() + interval '1 hour')`,
    );
    if (config.queue.backend === 'postgres') {
      // The workers use the same rows: PostgreSQL may cancel either side of a deadlock.
      await waitFor('the queues to be emptied', () =>
        dataSource.query('TRUNCATE bullmq.job, bullmq.scheduler, bullmq.meta CASCADE').then(
          () => true,
          () => false,
        ),
      );
    } else {
      const redis = connectRedis(config.queue.target, {});
      await redis.del(...(await redis.keys(`${config.queue.prefix}:*`)));
      redis.disconnect();
    }
    await waitFor('the promised job to be done', async () => {
      const rows: unknown[] = await dataSource.query('SELECT FROM job_outbox');
      return rows.length === 0;
    });
    await waitFor('the schedules', known);
    expect(await known()).toBe(true);
  });
});
