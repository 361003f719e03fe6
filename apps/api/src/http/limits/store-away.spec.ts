import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { describeWithRedis, type RedisServer, startRedisCluster, startRedisServer } from '@rollcall/testing';
import { pino } from 'pino';

import { TestApi } from '../../testing/test-api.js';

const LIMITS = { LIMIT_PER_ADDRESS: '30', LIMIT_PER_ACCOUNT: '4', LIMIT_PER_KEY: '5' };

/** What five calls at the same time are answered. */
async function statusesOf(call: () => Promise<{ readonly status: number }>): Promise<number[]> {
  return (await Promise.all(Array.from({ length: 5 }, call))).map(({ status }) => status).toSorted();
}

describe('limits without the table that they are counted in', () => {
  it('are kept by each process for itself', async () => {
    const api = await TestApi.start({ settings: LIMITS });
    try {
      await api.rows('DROP TABLE rate_limits');
      const attempt = () => api.anonymous.post('/agents/reset-password', { email: 'ada@example.com' });
      expect(await statusesOf(attempt)).toEqual([200, 200, 200, 200, 429]);
    } finally {
      await api.close();
    }
  });
});

describeWithRedis('limits without the Redis that they are counted in', () => {
  let redis: RedisServer;
  let api: TestApi;

  afterEach(async () => {
    jest.restoreAllMocks();
    redis.resume();
    await api.close();
    await redis.stop();
  });

  it.each([
    ['a Redis that hangs', 'redis', startRedisServer, 'pause'],
    ['a Redis that is gone', 'redis', startRedisServer, 'stop'],
    ['a cluster that hangs', 'redis+cluster', startRedisCluster, 'pause'],
    ['a cluster that is gone', 'redis+cluster', startRedisCluster, 'stop'],
  ] as const)(
    'are kept by each process for itself beside %s, and one warning says so',
    async (_what, scheme, start, end) => {
      const written = jest.spyOn(console, 'error');
      redis = await start([]);
      const warnings: string[] = [];
      api = await TestApi.start({
        settings: { ...LIMITS, REDIS_URL: `${scheme}://127.0.0.1:${redis.port}` },
        logger: pino({ level: 'warn' }, { write: (line) => warnings.push(line) }),
      });
      const { client } = await api.agentWith();
      const login = () => api.anonymous.post('/auth/login', { email: 'ada@example.com', password: 'Wrong-Horse-7' });
      await redis[end]();
      expect(await statusesOf(login)).toEqual([401, 401, 401, 401, 429]);
      expect(await statusesOf(() => client.get('/agents/me'))).toEqual([200, 200, 200, 200, 200]);
      expect((await client.get('/agents/me')).status).toBe(429);
      expect(warnings.filter((line) => line.includes('each process counts for itself'))).toHaveLength(1);
      expect(written).not.toHaveBeenCalled();
    },
    40_000,
  );
});
