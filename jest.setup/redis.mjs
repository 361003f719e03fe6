import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import { freePort } from '@rollcall/database/embedded';

/**
 * The Redis at `url`, or one of our own when `redis-server` is installed.
 * @returns {Promise<{ url: string, stop: () => Promise<void> } | undefined>} undefined when there is none to be had
 */
export async function startRedis(url) {
  if (url) return { url, stop: () => Promise.resolve() };
  const port = await freePort();
  const server = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const started = await Promise.race([
    once(server, 'error').then(() => false),
    once(server, 'exit').then(() => false),
    readyLine(server),
  ]);
  if (!started) return undefined;
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      server.kill();
      await once(server, 'exit');
    },
  };
}

async function readyLine(server) {
  for await (const line of createInterface({ input: server.stdout })) {
    if (line.includes('Ready to accept connections')) {
      server.stdout.resume();
      return true;
    }
  }
  return false;
}
