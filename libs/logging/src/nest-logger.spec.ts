import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';

import { createLogger } from './create-logger.js';
import { NestLogger } from './nest-logger.js';

describe('NestLogger', () => {
  let folder: string;
  let fd: number;
  const logger = new Logger('Sweeper');

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'logging-'));
    fd = openSync(join(folder, 'log'), 'w');
    Logger.overrideLogger(new NestLogger(createLogger({ logLevel: 'trace' }, 'api', { fd, isTTY: false })));
  });

  afterEach(() => {
    Logger.overrideLogger(false);
    closeSync(fd);
    rmSync(folder, { recursive: true });
  });

  /** The one line that was written. */
  const line = (): unknown => JSON.parse(readFileSync(join(folder, 'log'), 'utf8'));
  const time = expect.any(String);

  it('makes one line of fields and a text', () => {
    logger.warn({ err: new Error('away'), id: 7 }, 'The outbox could not be swept');
    expect(line()).toMatchObject({
      level: 'warn',
      name: 'api',
      context: 'Sweeper',
      id: 7,
      err: { message: 'away', type: 'Error' },
      msg: 'The outbox could not be swept',
    });
  });

  it('makes one line of a text alone', () => {
    logger.log('Ready');
    expect(line()).toEqual({ time, level: 'info', name: 'api', context: 'Sweeper', msg: 'Ready' });
  });

  it('makes one line of an error alone, under its message', () => {
    logger.error(new Error('away'));
    expect(line()).toMatchObject({ level: 'error', context: 'Sweeper', err: { type: 'Error' }, msg: 'away' });
  });

  it('does not take the stack of an error for the context', () => {
    Logger.error('It broke', new Error('away').stack);
    expect(line()).toEqual({
      time,
      level: 'error',
      name: 'api',
      stack: expect.stringContaining('at '),
      msg: 'It broke',
    });
  });

  it('keeps every level', () => {
    logger.verbose('detail');
    expect(line()).toMatchObject({ level: 'trace', msg: 'detail' });
  });

  it.each([
    [
      'debug',
      () => {
        logger.debug('x');
      },
    ],
    [
      'fatal',
      () => {
        logger.fatal('x');
      },
    ],
  ])('writes %s as such', (level, write) => {
    write();
    expect(line()).toMatchObject({ level });
  });

  it("moves Nest's own start-up lines out of sight", () => {
    new Logger('InstanceLoader').log('AppModule dependencies initialized');
    expect(line()).toMatchObject({ level: 'debug' });
  });
});
