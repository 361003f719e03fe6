import { mkdtemp, chmod, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { freePort, startEmbeddedServer } from '@rollcall/database/embedded';

import { type Child, startChild } from '../child.js';
import type { Cleanups } from '../cleanups.js';

const [KEY, SECRET] = ['k'.repeat(32), 's'.repeat(64)];

/** The System agent's key. The first start gets it by its settings. */
export const ADMIN = {
  settings: { BOOTSTRAP_API_KEY: KEY, BOOTSTRAP_API_SECRET: SECRET },
  authorization: `Basic ${Buffer.from(`${KEY}:${SECRET}`).toString('base64')}`,
};

/** The password of every seeded agent. */
export const PASSWORD = 'Correct-Horse-7';

/** The seeded teams. Each seeded agent is in two of them. */
export const TEAMS = Array.from({ length: 20 }, (_, index) => `Team ${String(index + 1).padStart(2, '0')}`);

/** The e-mail of a seeded agent by its number, which counts from 1. */
export function emailOf(number: number): string {
  return `agent-${number}@bench.example`;
}

/** A server to measure. */
export interface Server {
  readonly url: string;
  readonly child: Child;
}

/** The PostgreSQL of a run, and the settings that all its processes share. */
export type Settings = Readonly<Record<string, string>>;

const READY_MS = 60_000;
const LOOK_MS = 20;

/**
 * Starts a durable PostgreSQL for the run, embedded as by `npm start`, and makes the settings of its processes. Jobs
 * are queued in this PostgreSQL, or in the Redis at `redisUrl`.
 */
export async function startDatabase(cleanups: Cleanups, redisUrl?: string): Promise<Settings> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-bench-'));
  cleanups.add(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, 0o755);
  const server = await startEmbeddedServer({ folder, durable: true, settings: ['track_commit_timestamp=on'] });
  cleanups.add(() => server.stop());
  await server.createDatabase('rollcall');
  return {
    NODE_ENV: 'production',
    DATABASE_URL: server.url('rollcall'),
    SMTP_URL: 'smtp://127.0.0.1:9',
    PUBLIC_URL: 'http://127.0.0.1:8080',
    LIMIT_PER_ADDRESS: '999999',
    LIMIT_PER_ACCOUNT: '999999',
    ...(redisUrl ? { REDIS_URL: redisUrl, QUEUE_PREFIX: `bench-${process.pid}-${Date.now()}` } : {}),
    ...ADMIN.settings,
  };
}

/** Starts the built api, as in production, and waits until it is ready. */
export async function startApi(cleanups: Cleanups, settings: Settings): Promise<Server> {
  return startServer(cleanups, 'api', new URL('../../../apps/api/dist/main.js', import.meta.url), settings);
}

/** Starts the built worker, as in production, and waits until it is ready. */
export async function startWorker(cleanups: Cleanups, settings: Settings): Promise<Server> {
  return startServer(cleanups, 'worker', new URL('../../../apps/worker/dist/main.js', import.meta.url), settings);
}

/** Starts the yardstick of the worker and waits until it is ready. */
export async function startNoopWorker(cleanups: Cleanups, settings: Settings): Promise<Server> {
  return startServer(cleanups, 'no-op worker', new URL('./floor/noop-worker.js', import.meta.url), settings);
}

/** Starts the yardstick and waits until it is ready. */
export async function startFloor(cleanups: Cleanups, settings: Settings): Promise<Server> {
  return startServer(cleanups, 'yardstick', new URL('./floor/main.js', import.meta.url), settings);
}

async function startServer(cleanups: Cleanups, name: string, program: URL, settings: Settings): Promise<Server> {
  const port = await freePort();
  const ports = { PORT: String(port), WORKER_PORT: String(port) };
  const child = startChild(name, fileURLToPath(program), { ...settings, ...ports }, 'quiet');
  cleanups.add(() => child.stop());
  const url = `http://127.0.0.1:${port}`;
  const deadline = performance.now() + READY_MS;
  while (!(await isReady(url))) {
    const ended = await Promise.race([child.exited, setTimeout(LOOK_MS, undefined)]);
    if (ended !== undefined) throw new Error(`The ${name} ended with ${ended} before it was ready`);
    if (performance.now() > deadline) throw new Error(`The ${name} was not ready within ${READY_MS / 1_000} s`);
  }
  return { url, child };
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  );
}
