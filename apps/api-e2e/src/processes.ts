import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { freePort, waitFor } from '@rollcall/testing';

/** A built process of ours. */
export interface RunningProcess {
  /** Where it answers HTTP. */
  readonly url: string;
  /** What it has printed so far. */
  readonly output: () => string;
  /** Whether it has not ended, by itself or by a signal. */
  readonly alive: () => boolean;
  /** Ends it by the signal and waits until it is gone. Returns its exit code, or null when the signal ended it. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
}

/** A slow machine takes its time to start a process. */
const READY_MS = 40_000;

const [KEY, SECRET] = ['k'.repeat(32), 's'.repeat(64)];

/** What the first start gives the System agent when it is told so by these settings: a pair, and it as a header. */
export const ADMIN = {
  settings: { BOOTSTRAP_API_KEY: KEY, BOOTSTRAP_API_SECRET: SECRET },
  pair: `${KEY}:${SECRET}`,
  authorization: `Basic ${Buffer.from(`${KEY}:${SECRET}`).toString('base64')}`,
};

/**
 * Starts the built api or worker with these settings and nothing else, and waits until it is ready. One that does not get
 * ready is ended.
 */
export async function startProcess(
  name: 'api' | 'worker',
  settings: Readonly<Record<string, string>>,
): Promise<RunningProcess> {
  const port = await freePort();
  const main = fileURLToPath(new URL(`../../${name}/dist/main.js`, import.meta.url));
  const child = spawn(process.execPath, [main], {
    env: { ...settings, [name === 'api' ? 'PORT' : 'WORKER_PORT']: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  const output = collect(child);
  const url = `http://127.0.0.1:${port}`;
  await waitFor(
    `the ${name} to be ready`,
    async () => {
      if (child.exitCode !== null) throw new Error(`The ${name} ended with code ${child.exitCode}: ${output()}`);
      return (await fetch(`${url}/health/ready`).catch(() => null))?.ok;
    },
    READY_MS,
  ).catch(async (error: unknown) => {
    child.kill('SIGKILL');
    await exited;
    throw error;
  });
  return {
    url,
    output,
    alive: () => child.exitCode === null && child.signalCode === null,
    end: async (signal) => {
      child.kill(signal);
      await exited;
      return child.exitCode;
    },
  };
}

function collect(child: ChildProcess): () => string {
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  return () => chunks.join('');
}
