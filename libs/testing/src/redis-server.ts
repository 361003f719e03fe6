import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Redis } from 'ioredis';

import { waitFor } from './wait-for.js';

/** A Redis server of a test's own. */
export interface RedisServer {
  readonly port: number;
  /** Makes it hang, connections and all, until it is resumed. */
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
}

/**
 * Starts `redis-server` with these lines of configuration, on a free loopback port unless one is named.
 * @throws Error when it is not installed or does not come up
 */
export async function startRedisServer(
  configuration: readonly string[],
  { mode = 'server', port: wanted }: { readonly mode?: 'server' | 'sentinel'; readonly port?: number } = {},
): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-redis-'));
  const port = wanted ?? (await freePort());
  const file = join(folder, 'redis.conf');
  const common = [`port ${port}`, 'bind 127.0.0.1', `dir ${folder}`];
  await writeFile(file, [...common, ...(mode === 'server' ? ['save ""'] : []), ...configuration, ''].join('\n'));
  const server = spawn('redis-server', [file, ...(mode === 'sentinel' ? ['--sentinel'] : [])], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const output: string[] = [];
  server.stdout.setEncoding('utf8').on('data', (chunk: string) => output.push(chunk));
  const exited = once(server, 'exit');
  await waitFor('redis-server to be up', () => {
    if (server.exitCode !== null) throw new Error(`redis-server ended: ${output.join('')}`);
    return /Ready to accept connections|Sentinel ID is/.test(output.join(''));
  });
  return {
    port,
    pause: () => server.kill('SIGSTOP'),
    resume: () => server.kill('SIGCONT'),
    stop: async () => {
      server.kill();
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Starts a cluster of one node. */
export async function startRedisCluster(): Promise<RedisServer> {
  const server = await startRedisServer(['cluster-enabled yes', 'cluster-announce-ip 127.0.0.1']);
  const node = new Redis(server.port, '127.0.0.1');
  await node.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
  await waitFor('the cluster to be whole', async () => String(await node.call('CLUSTER', 'INFO')).includes('state:ok'));
  node.disconnect();
  return server;
}

/** A loopback TCP port that nobody listened on a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('The probe got no port'));
        else resolve(address.port);
      });
    });
  });
}
