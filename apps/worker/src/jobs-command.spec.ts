import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { dataSourceOptions } from '@rollcall/database';
import { JobOutboxEntity, PromisedJobs } from '@rollcall/jobs';
import { SystemClock } from '@rollcall/kernel';
import { createTestDatabase, type TestDatabase } from '@rollcall/testing';
import { DataSource } from 'typeorm';

import { parseJobsCommand, runJobsCommand } from './jobs-command.js';

const PROGRAM = fileURLToPath(new URL('../dist/jobs-cli.js', import.meta.url));
const FIRST = '01900000-0000-7000-8000-000000000001';
const SECOND = '01900000-0000-7000-8000-000000000002';
const WAITING = '01900000-0000-7000-8000-000000000003';

describe('npm run jobs', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let promised: PromisedJobs;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = new DataSource({ ...dataSourceOptions(database.url), entities: [JobOutboxEntity] });
    await dataSource.initialize();
    promised = new PromisedJobs(dataSource, new SystemClock());
  });

  beforeEach(async () => {
    await dataSource.query('TRUNCATE job_outbox');
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const run = async (...parameters: string[]) => {
    const command = parseJobsCommand(parameters);
    return command && runJobsCommand(promised, command);
  };
  const runProgram = (environment: Record<string, string>, ...parameters: string[]) =>
    promisify(execFile)(process.execPath, [PROGRAM, ...parameters], { env: environment });
  const addJob = (id: string, failedAt: Date | null): Promise<unknown> =>
    dataSource.query(
      `INSERT INTO job_outbox (id, created_at, name, payload, attempts, last_error, sweep_at, failed_at)
       VALUES ($1, now(), 'send-mail', '{"mailId": 7}', 12, 'The mail server is away', now(), $2)`,
      [id, failedAt],
    );
  const stillFailed = async (): Promise<string[]> => (await promised.listFailed()).map(({ id }) => id);

  it('lists the jobs that failed for good with what is known of them', async () => {
    await addJob(SECOND, new Date('2026-01-02T00:00:00Z'));
    await addJob(FIRST, new Date('2026-01-01T00:00:00Z'));
    await addJob(WAITING, null);
    expect(await run('list')).toEqual({
      found: true,
      output: `2 jobs failed for good:

${FIRST}  send-mail {"mailId":7}
  failed 2026-01-01T00:00:00.000Z after 12 attempts: The mail server is away

${SECOND}  send-mail {"mailId":7}
  failed 2026-01-02T00:00:00.000Z after 12 attempts: The mail server is away`,
    });
  });

  it('has one job done again', async () => {
    await addJob(FIRST, new Date());
    await addJob(SECOND, new Date());
    expect(await run('retry', FIRST)).toEqual({ output: 'Doing 1 job again.', found: true });
    expect(await stillFailed()).toEqual([SECOND]);
  });

  it('has all jobs done again', async () => {
    await addJob(FIRST, new Date());
    await addJob(SECOND, new Date());
    expect(await run('retry', 'all')).toEqual({ output: 'Doing 2 jobs again.', found: true });
    expect(await stillFailed()).toEqual([]);
  });

  it('says so when there is nothing to show or to do', async () => {
    await addJob(WAITING, null);
    expect(await run('list')).toEqual({ output: 'No job has failed for good.', found: true });
    expect(await run('retry', 'all')).toEqual({ output: 'No job has failed for good.', found: true });
    expect(await run('retry', WAITING)).toMatchObject({ output: expect.stringContaining(WAITING), found: false });
  });

  it.each([[[]], [['lsit']], [['retry']], [['retry', 'no-id']], [['retry', FIRST, SECOND]], [['list', 'all']]])(
    'takes %j for no command',
    (parameters) => {
      expect(parseJobsCommand(parameters)).toBeUndefined();
    },
  );

  it('prints what it did, from the environment of the worker', async () => {
    await addJob(FIRST, new Date());
    const environment = { DATABASE_URL: database.url, SMTP_URL: 'smtp://unused' };
    expect(await runProgram(environment, 'retry', FIRST)).toEqual({ stdout: 'Doing 1 job again.\n', stderr: '' });
    await expect(runProgram(environment, 'retry', FIRST)).rejects.toMatchObject({ code: 1 });
  });

  it('prints its usage and ends with code 2 when it is told nothing it knows', async () => {
    await expect(runProgram({}, 'lsit')).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('npm run jobs -- list'),
    });
  });
});
