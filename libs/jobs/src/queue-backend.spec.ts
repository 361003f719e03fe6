import { afterAll, expect, it } from '@jest/globals';
import { loadConfig } from '@rollcall/config';
import { describeWithRedis, type RedisServer, startRedisCluster, startRedisServer, waitFor } from '@rollcall/testing';

import { createQueueBackend } from './queue-backend.js';

async function expectJobsToRunOn(REDIS_URL: string): Promise<void> {
  const config = loadConfig({ DATABASE_URL: 'postgres://unused', SMTP_URL: 'smtp://unused', REDIS_URL });
  const backend = createQueueBackend(config.queue);
  const errors: Error[] = [];
  const onError = (error: Error) => errors.push(error);
  const done: string[] = [];
  const queue = backend.queue('mail', onError);
  const worker = backend.worker('mail', (job) => Promise.resolve(done.push(job.name)), {}, onError);
  void worker.run();
  await queue.add('greet', {});
  await waitFor('the job to run', () => done.length > 0);
  await worker.close();
  await queue.close();
  await backend.close();
  expect(done).toEqual(['greet']);
  expect(errors).toEqual([]);
}

describeWithRedis('the queues on Redis', () => {
  const servers: RedisServer[] = [];

  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
  });

  const start = async (...args: Parameters<typeof startRedisServer>): Promise<number> => {
    const server = await startRedisServer(...args);
    servers.push(server);
    return server.port;
  };

  it('run jobs on a single server', async () => {
    await expectJobsToRunOn(`redis://127.0.0.1:${await start([])}`);
  });

  it('run jobs on a server with a password', async () => {
    await expectJobsToRunOn(`redis://:s3cret@127.0.0.1:${await start(['requirepass s3cret'])}`);
  });

  it('run jobs on a cluster', async () => {
    const cluster = await startRedisCluster();
    servers.push(cluster);
    await expectJobsToRunOn(`redis+cluster://127.0.0.1:${cluster.port}`);
  });

  it('run jobs on the master that the sentinels name', async () => {
    const master = await start([]);
    const sentinel = await start([`sentinel monitor main 127.0.0.1 ${master} 1`], { mode: 'sentinel' });
    await expectJobsToRunOn(`redis+sentinel://127.0.0.1:${sentinel}/main`);
  });
});
