import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { ConfigModule, loadConfig } from '@rollcall/config';
import { DatabaseModule, Transactions } from '@rollcall/database';
import {
  createTestDatabase,
  describeOnEachQueueBackend,
  type QueueSettings,
  type TestDatabase,
  waitFor,
} from '@rollcall/testing';

import { JobQueues } from './job-queues.js';
import { Jobs } from './jobs.js';
import { OutboxRepository } from './outbox.repository.js';
import { PromisedJobs } from './promised-jobs.js';
import { idleHandlersBut } from './testing/idle-handlers.js';
import { HandlesJob, type JobHandler, type JobRun, PermanentFailure } from './worker/job-handler.js';
import { JobWorkerModule } from './worker/job-worker.module.js';
import { Sweeper } from './worker/sweeper.js';

/** Records its calls, and fails as often as a test asks it to. */
@Injectable()
@HandlesJob('send-mail')
class RecordingHandler implements JobHandler<'send-mail'> {
  readonly runs: (JobRun & { readonly mailId: number })[] = [];
  readonly givenUp: string[] = [];
  failures = 0;
  failure = new Error('The mail server is away');
  gate: Promise<void> = Promise.resolve();

  async handle({ mailId }: { mailId: number }, run: JobRun): Promise<void> {
    this.runs.push({ ...run, mailId });
    await this.gate;
    if (this.failures-- > 0) throw this.failure;
  }

  gaveUp(_payload: { mailId: number }, error: string): Promise<void> {
    this.givenUp.push(error);
    return Promise.resolve();
  }
}

@Injectable()
@HandlesJob('agents-offline')
class ScheduledHandler implements JobHandler<'agents-offline'> {
  runs = 0;

  handle(): Promise<void> {
    this.runs++;
    return Promise.resolve();
  }
}

@Module({
  imports: [JobWorkerModule],
  providers: [RecordingHandler, ScheduledHandler, ...idleHandlersBut('send-mail', 'agents-offline')],
  exports: [RecordingHandler, ScheduledHandler],
})
class TestWorkerModule {}

async function startWorker(databaseUrl: string, settings: QueueSettings): Promise<TestingModule> {
  const config = loadConfig({ DATABASE_URL: databaseUrl, SMTP_URL: 'smtp://unused', ...settings });
  const module = await Test.createTestingModule({
    imports: [ConfigModule.with(config), DatabaseModule, TestWorkerModule],
  }).compile();
  module.useLogger(false);
  return module.init();
}

describeOnEachQueueBackend('jobs', (settings) => {
  let database: TestDatabase;
  let worker: TestingModule;
  let handler: RecordingHandler;
  let transactions: Transactions;
  let jobs: Jobs;
  let outbox: OutboxRepository;
  let promised: PromisedJobs;

  beforeAll(async () => {
    database = await createTestDatabase();
    worker = await startWorker(database.url, settings);
    handler = worker.get(RecordingHandler);
    transactions = worker.get(Transactions);
    jobs = worker.get(Jobs);
    outbox = worker.get(OutboxRepository);
    promised = worker.get(PromisedJobs);
  });

  beforeEach(() => {
    handler.runs.length = 0;
    handler.givenUp.length = 0;
    handler.failures = 0;
    handler.gate = Promise.resolve();
  });

  afterAll(async () => {
    await worker.close();
    await database.drop();
  });

  const outstanding = async (): Promise<number> => {
    const [row]: [{ count: number }] = await transactions.reader.query('SELECT count(*) FROM job_outbox');
    return row.count;
  };
  const stateOfMailJobs = async () => {
    const { waiting, running, failed } = (await promised.queues()).find(({ queue }) => queue === 'mail') ?? {};
    return { waiting, running, failed };
  };
  const allDone = () => waitFor('an empty outbox', async () => (await outstanding()) === 0);
  const enqueue = (mailId: number) => transactions.run((tx) => jobs.enqueue(tx, 'send-mail', { mailId }));

  it('runs a job once its transaction is committed, and forgets it when it is done', async () => {
    const id = await enqueue(7);
    await allDone();
    expect(handler.runs).toEqual([{ id, attempt: 1, mailId: 7 }]);
  });

  it('runs nothing of a transaction that was rolled back', async () => {
    const rolledBack = transactions.run(async (tx) => {
      await jobs.enqueue(tx, 'send-mail', { mailId: 8 });
      throw new Error('changed my mind');
    });
    await expect(rolledBack).rejects.toThrow('changed my mind');
    await enqueue(9);
    await allDone();
    expect(handler.runs.map((run) => run.mailId)).toEqual([9]);
  });

  it('sweeps up a job that was promised but never put on the queue', async () => {
    await transactions.run(({ manager, now }) => outbox.insert(manager, now, 'send-mail', { mailId: 10 }));
    await allDone();
    expect(handler.runs.map((run) => run.mailId)).toEqual([10]);
  });

  it('takes a job put on the queue many times for one', async () => {
    let open = (): void => undefined;
    handler.gate = new Promise((resolve) => (open = resolve));
    const id = await enqueue(11);
    const queues = worker.get(JobQueues);
    await waitFor('the job to start', () => handler.runs.length > 0);
    await Promise.all(Array.from({ length: 5 }, () => queues.add(id, 'send-mail')));
    open();
    await allDone();
    await queues.add(id, 'send-mail');
    await enqueue(12);
    await allDone();
    expect(handler.runs.map((run) => run.mailId).toSorted()).toEqual([11, 12]);
  });

  it('tries a failing job again and keeps its last error meanwhile', async () => {
    handler.failures = 1;
    const id = await enqueue(13);
    await waitFor('the error to be kept', async () => {
      const [row]: [{ last_error: string | null } | undefined] = await transactions.reader.query(
        'SELECT last_error FROM job_outbox WHERE id = $1',
        [id],
      );
      return row?.last_error === 'The mail server is away';
    });
    expect(await stateOfMailJobs()).toEqual({ waiting: 1, running: 0, failed: 0 });
    await allDone();
    expect(handler.runs.map((run) => run.attempt)).toEqual([1, 2]);
  });

  it('tells a job that runs from one that waits', async () => {
    let open = (): void => undefined;
    handler.gate = new Promise((resolve) => (open = resolve));
    const id = await enqueue(18);
    await waitFor('the job to start', () => handler.runs.length > 0);
    expect(await stateOfMailJobs()).toEqual({ waiting: 0, running: 1, failed: 0 });
    const running = { state: 'running', queue: 'mail', before: null, limit: 10 } as const;
    expect(await promised.list(running)).toMatchObject([{ id, payload: { mailId: 18 } }]);
    expect(await promised.list({ ...running, queue: 'agents' })).toEqual([]);
    expect(await promised.list({ ...running, state: 'waiting' })).toEqual([]);
    open();
    await allDone();
  });

  it('keeps a job that failed for good until somebody retries it', async () => {
    handler.failures = 1;
    const id = await transactions.run(async ({ manager, now }) => {
      const promised = await outbox.insert(manager, now, 'send-mail', { mailId: 14 });
      await manager.query('UPDATE job_outbox SET attempts = 12 WHERE id = $1', [promised]);
      return promised;
    });
    const failed = await waitFor('the job to be given up', async () => (await promised.listFailed())[0]);
    expect(failed).toMatchObject({ id, startedAt: null, attempts: 13, lastError: 'The mail server is away' });
    expect(handler.givenUp).toEqual(['The mail server is away']);

    await promised.retry(id);
    await allDone();
    expect(handler.runs.map((run) => run.attempt)).toEqual([13, 1]);
  });

  it('gives a job up at once when its handler says that no other attempt is of any use', async () => {
    handler.failures = 1;
    handler.failure = new PermanentFailure('There is no such mailbox');
    const id = await enqueue(15);
    const failed = await waitFor('the job to be given up', async () => (await promised.listFailed())[0]);
    expect(failed).toMatchObject({ id, attempts: 1, lastError: 'There is no such mailbox' });
    expect(handler.givenUp).toEqual(['There is no such mailbox']);
    await promised.retry(id);
    await allDone();
  });

  it('leaves a job that this version does not know to another, and holds up no other for it', async () => {
    await transactions.run(async ({ manager, now }) => {
      const past = new Date(now.getTime() - 60_000);
      const unknown = await outbox.insert(manager, past, 'send-mail', { mailId: 15 });
      await manager.query(`UPDATE job_outbox SET name = 'from-the-future' WHERE id = $1`, [unknown]);
      await outbox.insert(manager, now, 'send-mail', { mailId: 16 });
    });
    await waitFor('the known job to run', () => handler.runs.some((run) => run.mailId === 16));
    await waitFor('one row to be left', async () => (await outstanding()) === 1);
    await transactions.reader.query('DELETE FROM job_outbox');
    expect(handler.runs.map((run) => run.mailId)).toEqual([16]);
  });

  it.each(['welcome-email', 'password-email'])('runs a job that a version before promised as %s', async (former) => {
    await transactions.run(async ({ manager, now }) => {
      const id = await outbox.insert(manager, now, 'send-mail', { mailId: 17 });
      await manager.query('UPDATE job_outbox SET name = $2 WHERE id = $1', [id, former]);
    });
    await allDone();
    expect(handler.runs).toMatchObject([{ mailId: 17 }]);
  });

  it('runs every job of many exactly once with two workers sweeping', async () => {
    const second = await startWorker(database.url, settings);
    const secondHandler = second.get(RecordingHandler);
    await transactions.run(async ({ manager, now }) => {
      for (let mailId = 1000; mailId < 1250; mailId++)
        await outbox.insert(manager, new Date(now.getTime() - 5_000), 'send-mail', { mailId });
    });
    await Promise.all([worker.get(Sweeper).sweep(), second.get(Sweeper).sweep(), worker.get(Sweeper).sweep()]);
    await allDone();
    const done = [...handler.runs, ...secondHandler.runs].map((run) => run.mailId).toSorted((a, b) => a - b);
    expect(done).toEqual(Array.from({ length: 250 }, (_, index) => 1000 + index));
    await second.close();
  });

  it('runs the scheduled jobs by themselves', async () => {
    const scheduled = worker.get(ScheduledHandler);
    await waitFor('a scheduled run', () => scheduled.runs > 0);
    expect(scheduled.runs).toBeGreaterThan(0);
  });

  it('says that the queue is reachable', async () => {
    await expect(worker.get(JobQueues).ping()).resolves.toBeUndefined();
  });
});
