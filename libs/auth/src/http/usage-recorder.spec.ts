import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SystemClock } from '@rollcall/kernel';
import { DataSource } from 'typeorm';

import type { VerifiedKey } from '../api-keys.js';
import { UsageRecorder } from './usage-recorder.js';

const MINUTE_MS = 60_000;

const key = (keyId: number, agentId: number): VerifiedKey => ({
  keyId,
  agentId,
  permissions: new Set(),
  allowedIps: null,
});

describe('UsageRecorder', () => {
  const dataSource = new DataSource({ type: 'postgres' });
  const written: unknown[] = [];
  const query = jest.spyOn(dataSource, 'query').mockImplementation((_sql, parameters) => {
    written.push(parameters);
    return Promise.resolve();
  });
  let recorder: UsageRecorder;

  beforeEach(() => {
    jest.useFakeTimers();
    written.length = 0;
    recorder = new UsageRecorder(dataSource, new SystemClock());
    recorder.onModuleInit();
  });

  afterEach(async () => {
    await recorder.onApplicationShutdown();
    jest.useRealTimers();
  });

  it('writes nothing while a request waits, and all uses of a minute in one batch for keys and one for agents', async () => {
    for (let use = 0; use < 1_000; use++) recorder.seen(key(use % 3, use % 2));
    const seenAt = new Date();
    expect(written).toEqual([]);
    await jest.advanceTimersByTimeAsync(MINUTE_MS);
    expect(written).toEqual([
      [
        [0, 1, 2],
        [seenAt, seenAt, seenAt],
      ],
      [
        [0, 1],
        [seenAt, seenAt],
      ],
    ]);
    await jest.advanceTimersByTimeAsync(MINUTE_MS);
    expect(written).toHaveLength(2);
  });

  it('keeps what could not be written for the next time', async () => {
    query.mockRejectedValueOnce(new Error('away'));
    recorder.seen(key(1, 2));
    await expect(recorder.flush()).rejects.toThrow('away');
    await jest.advanceTimersByTimeAsync(MINUTE_MS);
    expect(written).toEqual([
      [[1], [expect.any(Date)]],
      [[2], [expect.any(Date)]],
    ]);
  });
});
