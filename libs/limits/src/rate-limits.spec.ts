import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { ConfigModule, loadConfig } from '@rollcall/config';
import { DatabaseModule } from '@rollcall/database';
import { createTestDatabase, type TestDatabase } from '@rollcall/testing';
import { DataSource } from 'typeorm';

import { LimitsModule } from './limits.module.js';
import { RateLimits } from './rate-limits.js';

const LIMIT = { name: 'tries', uses: 3, seconds: 60 };

describe('a limit', () => {
  let database: TestDatabase;
  const replicas: TestingModule[] = [];

  beforeAll(async () => {
    Logger.overrideLogger(false);
    database = await createTestDatabase();
    const config = loadConfig({ DATABASE_URL: database.url, SMTP_URL: 'smtp://unused' });
    for (let n = 0; n < 2; n++)
      replicas.push(
        await Test.createTestingModule({
          imports: [ConfigModule.with(config), DatabaseModule, LimitsModule],
        }).compile(),
      );
  });

  afterAll(async () => {
    for (const replica of replicas) await replica.close();
    await database.drop();
  });

  const limits = (replica = 0): RateLimits => {
    const module = replicas[replica];
    if (!module) throw new Error('There is no such replica');
    return module.get(RateLimits);
  };

  it('is exceeded by the use behind the last that it allows, and says when it ends', async () => {
    const key = randomUUID();
    const states = [];
    for (let use = 0; use < 5; use++) states.push(await limits().count(LIMIT, key));
    expect(states.map(({ used, left, isExceeded }) => [used, left, isExceeded])).toEqual([
      [1, 2, false],
      [2, 1, false],
      [3, 0, false],
      [4, 0, true],
      [5, 0, true],
    ]);
    for (const { endsInSeconds } of states) {
      expect(endsInSeconds).toBeGreaterThan(0);
      expect(endsInSeconds).toBeLessThanOrEqual(LIMIT.seconds);
    }
  });

  it('counts all replicas together, also at once, and each key and limit by itself', async () => {
    const key = randomUUID();
    await Promise.all([0, 1, 0, 1].map((replica) => limits(replica).count(LIMIT, key)));
    expect((await limits(1).count(LIMIT, key)).used).toBe(5);
    expect((await limits().count(LIMIT, randomUUID())).used).toBe(1);
    expect((await limits().count({ ...LIMIT, name: 'others' }, key)).used).toBe(1);
  });

  it('forgets a use that turned out to be none', async () => {
    const key = randomUUID();
    await limits().count(LIMIT, key);
    await limits(1).uncount(LIMIT, key);
    expect((await limits().count(LIMIT, key)).used).toBe(1);
  });

  it('stores by what it counts as a hash alone', async () => {
    const key = `person-${randomUUID()}@example.com`;
    await limits().count(LIMIT, key);
    const rows: unknown = await replicas[0]?.get(DataSource).query('SELECT key FROM rate_limits');
    expect(JSON.stringify(rows)).toContain('tries');
    expect(JSON.stringify(rows)).not.toContain('example.com');
  });

  it('is counted by each process for itself while the store is away', async () => {
    const key = randomUUID();
    const source = replicas[1]?.get(DataSource);
    await limits(1).count(LIMIT, key);
    await source?.destroy();
    expect((await limits(1).count(LIMIT, key)).used).toBe(1);
    expect((await limits(1).count(LIMIT, key)).used).toBe(2);
    expect((await limits(0).count(LIMIT, key)).used).toBe(2);
    await source?.initialize();
  });
});
