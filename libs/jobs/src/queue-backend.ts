import type { Config, RedisTarget } from '@rollcall/config';
import { DatabaseClient } from '@rollcall/database';
import { type Processor, Queue, runMigrations, type Worker, type WorkerOptions } from 'bullmq';

import { connectRedis } from './connect-redis.js';
import { PatientWorker } from './patient-worker.js';
import { onPostgres } from './postgres-backend.js';

type QueueConfig = Config['queue'];

/** The part of a BullMQ queue that we use, whichever its backend. */
export type BackendQueue = Pick<
  Queue,
  'add' | 'getJobCounts' | 'getJobScheduler' | 'upsertJobScheduler' | 'waitUntilReady' | 'close'
>;

/** The part of a BullMQ worker that we use, whichever its backend. */
export type BackendWorker = Pick<Worker, 'waitUntilReady' | 'run' | 'close'>;

type OnError = (error: Error) => void;

/**
 * Makes BullMQ queues and workers on the backend that is configured. `onError` is called when the backend is not
 * reachable. A queue or worker whose first connection failed never becomes ready: close it and make another.
 */
export interface QueueBackend {
  queue(name: string, onError: OnError): BackendQueue;
  /** Makes a worker that takes no job until `run` is called. */
  worker(name: string, process: Processor, options: Omit<WorkerOptions, 'connection'>, onError: OnError): BackendWorker;
  /** False while a command would have to wait for the connection. */
  reachable(): boolean;
  /** Closes what the queues and workers share. Close those first. */
  close(): Promise<void>;
}

/** Creates or updates BullMQ's own tables where the queues live in PostgreSQL; safe to call from many processes. */
export async function migrateQueues(queue: QueueConfig): Promise<void> {
  if (queue.backend === 'redis') return;
  const client = new DatabaseClient(queue.url);
  await client.connect();
  try {
    await runMigrations(client);
  } finally {
    await client.end();
  }
}

export function createQueueBackend(config: QueueConfig): QueueBackend {
  return config.backend === 'postgres' ? postgresBackend(config.url) : redisBackend(config.target, config.prefix);
}

/** How many connections each queue of a process has, and each worker, which listens on one more. */
const QUEUE_CONNECTIONS = 2;
const WORKER_CONNECTIONS = QUEUE_CONNECTIONS + 1;

function postgresBackend(url: string): QueueBackend {
  const forQueues = onPostgres({ url, application: 'rollcall-queue', connections: QUEUE_CONNECTIONS });
  const forWorkers = onPostgres({ url, application: 'rollcall-runner', connections: WORKER_CONNECTIONS });
  return {
    reachable: () => true,
    queue: (name, onError) => new Queue(name, { connection: url }, forQueues).on('error', onError),
    worker: (name, process, options, onError) =>
      new PatientWorker(name, process, { ...options, connection: url, autorun: false }, forWorkers).on(
        'error',
        onError,
      ),
    close: () => Promise.resolve(),
  };
}

function redisBackend(target: RedisTarget, prefix: string): QueueBackend {
  // BullMQ requires a connection that waits for Redis without a limit.
  const connection = connectRedis(target, { maxRetriesPerRequest: null });
  // Queues and workers report the errors of this connection. Before there is one, ioredis would write them to the
  // console.
  connection.on('error', () => undefined);
  return {
    reachable: () => connection.status === 'ready',
    queue: (name, onError) => new Queue(name, { connection, prefix, skipWaitingForReady: true }).on('error', onError),
    worker: (name, process, options, onError) =>
      new PatientWorker(name, process, { ...options, connection, prefix, autorun: false }).on('error', onError),
    close: () => {
      connection.disconnect();
      return Promise.resolve();
    },
  };
}
