import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { freePort } from '@rollcall/database/embedded';
import { Redis } from 'ioredis';

import type { Cleanups } from '../../cleanups.js';
import { RedisPart } from './redis-part.js';

/** Several processes of Redis, of which one may be killed. */
export interface RedisGroup {
  /** For `REDIS_URL`. */
  readonly url: string;
  /** Kills the master that has this key, for good. Returns its port. */
  killMaster(key: string): Promise<number>;
}

/** How soon a process that does not answer counts as gone, in milliseconds. */
const GONE_MS = 2_000;
const LOOK_MS = 200;
const PATIENCE_MS = 30_000;
const SLOTS = 16_384;
const MASTER = 'rollcall';

/** Starts a cluster of three masters with a replica each. */
export async function startCluster(folder: string, log: number, cleanups: Cleanups): Promise<RedisGroup> {
  const settings = { 'cluster-enabled': 'yes', 'cluster-node-timeout': GONE_MS, 'cluster-announce-ip': '127.0.0.1' };
  const parts = await startParts(6, folder, log, cleanups, () => settings);
  const [first = 0, ...others] = parts.map(({ port }) => port);
  for (const port of others) await ask(first, 'CLUSTER', 'MEET', '127.0.0.1', String(port));
  const masters = parts.slice(0, 3);
  for (const [index, { port }] of masters.entries()) {
    const [from, to] = [index, index + 1].map((place) => Math.floor((place * SLOTS) / masters.length));
    await ask(port, 'CLUSTER', 'ADDSLOTSRANGE', String(from), String((to ?? 0) - 1));
  }
  for (const [index, { port }] of masters.entries()) {
    const [master, replica] = [await ask(port, 'CLUSTER', 'MYID'), parts[index + 3]?.port ?? 0];
    await until(async () => (await ask(replica, 'CLUSTER', 'NODES')).includes(master));
    await ask(replica, 'CLUSTER', 'REPLICATE', master);
  }
  await until(async () => {
    const answers = await Promise.all(parts.map(({ port }) => ask(port, 'CLUSTER', 'INFO')));
    return answers.every((info) => info.includes('cluster_state:ok') && info.includes('cluster_size:3'));
  });
  return {
    url: `redis+cluster://${parts.map(({ port }) => `127.0.0.1:${port}`).join(',')}`,
    killMaster: async (key) => {
      const slot = Number(await ask(first, 'CLUSTER', 'KEYSLOT', key));
      const master = masters[Math.floor((slot * masters.length) / SLOTS)];
      await master?.kill();
      return master?.port ?? 0;
    },
  };
}

/** Starts a master with two replicas, and three sentinels. */
export async function startSentinels(folder: string, log: number, cleanups: Cleanups): Promise<RedisGroup> {
  const parts = await startParts(3, folder, log, cleanups, (ports) =>
    ports.length === 0 ? {} : { replicaof: `127.0.0.1 ${ports[0] ?? 0}` },
  );
  const master = parts[0]?.port ?? 0;
  const sentinels: number[] = [];
  for (const name of ['1', '2', '3']) {
    const [port, file] = [await freePort(), join(folder, `sentinel-${name}.conf`)];
    const lines = [
      `port ${port}`,
      'bind 127.0.0.1',
      `sentinel monitor ${MASTER} 127.0.0.1 ${master} 2`,
      `sentinel down-after-milliseconds ${MASTER} ${GONE_MS}`,
      `sentinel failover-timeout ${MASTER} 10000`,
    ];
    await writeFile(file, `${lines.join('\n')}\n`);
    const sentinel = spawn('redis-server', [file, '--sentinel'], { stdio: ['ignore', log, log] });
    await once(sentinel, 'spawn');
    cleanups.add(async () => {
      sentinel.kill('SIGKILL');
      if (sentinel.exitCode === null && sentinel.signalCode === null) await once(sentinel, 'exit');
    });
    sentinels.push(port);
  }
  await until(async () => {
    const answers = await Promise.all(sentinels.map((port) => ask(port, 'SENTINEL', 'CKQUORUM', MASTER)));
    const replication = await ask(master, 'INFO', 'replication');
    return answers.every((answer) => answer.startsWith('OK 3')) && replication.includes('connected_slaves:2');
  });
  return {
    url: `redis+sentinel://${sentinels.map((port) => `127.0.0.1:${port}`).join(',')}/${MASTER}`,
    killMaster: async () => {
      await parts[0]?.kill();
      return master;
    },
  };
}

async function startParts(
  count: number,
  folder: string,
  log: number,
  cleanups: Cleanups,
  settingsOf: (ports: readonly number[]) => Readonly<Record<string, string | number>>,
): Promise<RedisPart[]> {
  const parts: RedisPart[] = [];
  while (parts.length < count) {
    const port = await freePort();
    const settings = settingsOf(parts.map((part) => part.port));
    const ended = (how: string) => {
      process.stderr.write(`A Redis ended: ${how}\n`);
    };
    await mkdir(folder, { recursive: true });
    const part = new RedisPart(join(folder, String(port)), port, log, ended, settings);
    cleanups.add(() => part.kill());
    await part.start();
    parts.push(part);
  }
  return parts;
}

/** What a Redis on this port answers, as text; why it does not, if it does not. */
async function ask(port: number, ...[command = '', ...words]: readonly string[]): Promise<string> {
  const client = new Redis({ port, host: '127.0.0.1', lazyConnect: true, retryStrategy: () => null });
  client.on('error', () => undefined);
  try {
    return String(await client.call(command, ...words));
  } catch (error) {
    return String(error);
  } finally {
    client.disconnect();
  }
}

async function until(probe: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await probe())) {
    if (performance.now() > deadline) throw new Error('Redis did not become a group');
    await setTimeout(LOOK_MS);
  }
}
