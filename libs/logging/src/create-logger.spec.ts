import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { LogLevel } from '@rollcall/config';
import { withLogFields } from '@rollcall/observability';
import { QueryFailedError } from 'typeorm';

import { createLogger } from './create-logger.js';

describe('createLogger', () => {
  let folder: string;
  let fd: number;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'logging-'));
    fd = openSync(join(folder, 'log'), 'w');
  });

  afterEach(() => {
    closeSync(fd);
    rmSync(folder, { recursive: true });
  });

  const loggerOf = (logLevel: LogLevel = 'info', isTTY = false) => createLogger({ logLevel }, 'worker', { fd, isTTY });
  const written = (): string => readFileSync(join(folder, 'log'), 'utf8');
  const lastLine = (): unknown => JSON.parse(written().trimEnd().split('\n').at(-1) ?? '');

  it('writes a line of JSON that names the process and its time, and not the machine', () => {
    loggerOf().info({ jobs: 3 }, 'Ready');
    expect(lastLine()).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      name: 'worker',
      jobs: 3,
      msg: 'Ready',
    });
  });

  it('says in each line of what work it is', () => {
    withLogFields({ request_id: 'r-1', job: 'send-mail', job_id: 'j-1' }, () => {
      loggerOf().info({ jobs: 3 }, 'Ready');
    });
    expect(lastLine()).toMatchObject({ request_id: 'r-1', job: 'send-mail', job_id: 'j-1', jobs: 3 });
  });

  it('writes nothing below its level', () => {
    const logger = loggerOf('warn');
    logger.info('quiet');
    logger.warn('loud');
    expect(written()).toContain('loud');
    expect(written()).not.toContain('quiet');
  });

  it('writes text rather than JSON to a terminal', () => {
    loggerOf('info', true).info({ jobs: 3 }, 'Ready');
    expect(written()).toMatch(/INFO.*worker.*Ready/);
    expect(() => lastLine()).toThrow();
  });

  it.each([false, true])('tells no secret, in a terminal or not: %s', (isTTY) => {
    const logger = loggerOf('info', isTTY);
    for (const field of ['authorization', 'cookie', 'set-cookie', 'x-api-key', 'password', 'api_secret', 'token']) {
      logger.info({ [field]: 'hunter2' });
      logger.info({ body: { [field]: 'hunter2' } });
      logger.info({ body: { list: [{ deep: { [field]: ['hunter2'] } }] } });
      logger.info({ a: { b: { c: { d: { e: { f: { [field]: 'hunter2' } } } } } } });
    }
    logger
      .child({ req: { headers: { authorization: 'hunter2', cookie: 'hunter2', 'x-api-key': 'hunter2' } } })
      .info('');
    expect(written()).toContain('[Redacted]');
    expect(written()).not.toContain('hunter2');
  });

  it('tells what an error is and where it came from, and none of the data it carries along', () => {
    const driverError = Object.assign(new Error('duplicate key value'), {
      code: '23505',
      detail: 'Key (token_hash)=(hunter2) already exists.',
    });
    const error = new QueryFailedError('INSERT INTO t VALUES ($1)', ['hunter2'], driverError);
    loggerOf().error({ err: new Error('The agent was not saved', { cause: error }) }, 'Failed');
    expect(written()).not.toContain('hunter2');
    expect(lastLine()).toMatchObject({
      err: {
        type: 'Error',
        message: 'The agent was not saved',
        stack: expect.stringContaining('create-logger.spec'),
        cause: { type: 'QueryFailedError', message: 'duplicate key value', code: '23505' },
      },
    });
  });

  it('tells every error of several', () => {
    loggerOf().error({ err: new AggregateError([new Error('no IPv4'), new Error('no IPv6')]) }, 'Failed');
    expect(lastLine()).toMatchObject({ err: { errors: [{ message: 'no IPv4' }, { message: 'no IPv6' }] } });
  });
});
