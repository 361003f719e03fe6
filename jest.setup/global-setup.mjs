import { mkdtemp, chmod, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { migrate } from '@rollcall/database';
import { startEmbeddedServer } from '@rollcall/database/embedded';
import { migrateQueues } from '@rollcall/jobs';

import { startRedis } from './redis.mjs';

/** Where Linux keeps files in memory: there a database is copied from the template up to twenty times as fast as on a disk. */
const MEMORY = '/dev/shm';

/** The tests need some hundred MB, and a container has 64 there unless it is told otherwise. */
const ROOM_BYTES = 4 * 1024 ** 3;

/** One PostgreSQL and, where there is one to be had, one Redis for all test files of a run. */
export default async function globalSetup() {
  if (!process.env.TMPDIR && (await hasRoom(MEMORY))) process.env.TMPDIR = MEMORY;
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-test-'));
  await chmod(folder, 0o755);
  const database = await startEmbeddedServer({ folder, durable: false });
  const template = database.url('rollcall_template');
  await database.createDatabase('rollcall_template');
  await migrate(template);
  await migrateQueues({ backend: 'postgres', url: template });
  const redis = await startRedis(process.env.REDIS_URL);
  if (!redis && process.env.REQUIRE_REDIS)
    throw new Error('REQUIRE_REDIS is set, but there is no redis-server to start and REDIS_URL is unset');

  process.env.TEST_POSTGRES_URL = database.url('postgres');
  if (redis) process.env.TEST_REDIS_URL = redis.url;
  globalThis.testServers = { folder, database, redis };
}

async function hasRoom(folder) {
  const { bavail, bsize } = await statfs(folder).catch(() => ({ bavail: 0, bsize: 0 }));
  return bavail * bsize >= ROOM_BYTES;
}
