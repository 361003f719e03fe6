import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Injectable, type Provider } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { ConfigModule, loadConfig } from '@rollcall/config';
import { DatabaseModule } from '@rollcall/database';
import { HandlesJob, JOB_NAMES, type JobHandler, type JobName, JobWorkerModule } from '@rollcall/jobs';
import { createTestDatabase, type TestDatabase } from '@rollcall/testing';

@Injectable()
@HandlesJob('send-mail')
class MailHandler implements JobHandler<'send-mail'> {
  async handle(): Promise<void> {
    // Never called.
  }
}

@Injectable()
@HandlesJob('send-mail')
class SecondMailHandler extends MailHandler {}

/** A handler that is never called. */
function handlerOf(name: JobName): Provider {
  @Injectable()
  @HandlesJob(name)
  class Handler extends MailHandler {}
  return Handler;
}

const OTHERS = JOB_NAMES.filter((name) => name !== 'send-mail').map(handlerOf);

describe('a worker', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  });

  afterAll(async () => {
    await database.drop();
  });

  const startWith = async (...providers: Provider[]): Promise<void> => {
    const config = loadConfig({ DATABASE_URL: database.url, SMTP_URL: 'smtp://unused' });
    const worker = await Test.createTestingModule({
      imports: [ConfigModule.with(config), DatabaseModule, JobWorkerModule],
      providers,
    }).compile();
    worker.useLogger(false);
    try {
      await worker.init();
    } finally {
      await worker.close();
    }
  };

  it('starts with one handler for each job', async () => {
    await expect(startWith(MailHandler, ...OTHERS)).resolves.toBeUndefined();
  });

  it('refuses to start when a job has no handler', async () => {
    await expect(startWith(...OTHERS)).rejects.toThrow('the job send-mail has no handler');
  });

  it('refuses to start when a job has two handlers', async () => {
    await expect(startWith(MailHandler, SecondMailHandler, ...OTHERS)).rejects.toThrow(
      'the job send-mail has 2 handlers',
    );
  });

  it('names every such job at once', async () => {
    await expect(startWith(MailHandler, SecondMailHandler, ...OTHERS.slice(1))).rejects.toThrow(
      'the job send-mail has 2 handlers; the job agents-offline has no handler',
    );
  });
});
