import type { Config, RedisTarget } from '@rollcall/config';
import { outliveLostConnection } from '@rollcall/database';
import { createPostgresBackend, type Processor, Queue, runMigrations, Worker, type WorkerOptions } from 'bullmq';
import pg from 'pg';

import { connectRedis } from './connect-redis.js';

type QueueConfig = Config['queue'];

/** What is used of a BullMQ queue, whichever its backend. */
export type BackendQueue = Pick<Queue, 'add' | 'upsertJobScheduler' | 'getJobCounts' | 'close'>;

/** What is used of a BullMQ worker, whichever its backend. */
export type BackendWorker = Pick<Worker, 'close'>;

type OnError = (error: Error) => void;

/** Makes BullMQ queues and workers on the one backend that is configured; `onError` hears when it is not reachable. */
export interface QueueBackend {
  queue(name: string, onError: OnError): BackendQueue;
  worker(name: string, process: Processor, options: Omit<WorkerOptions, 'connection'>, onError: OnError): BackendWorker;
  /** False when a command would have to wait for the connection to come back. */
  reachable(): boolean;
  /** Closes what the queues and workers shared; close those first. */
  close(): Promise<void>;
}

/** Creates or updates BullMQ's own tables where the queues live in PostgreSQL; safe to call from many processes. */
export async function migrateQueues(queue: QueueConfig): Promise<void> {
  if (queue.backend === 'redis') return;
  const client = new pg.Client(queue.url);
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

/** Of each queue and each worker of a process, beside the one on which a worker listens. */
const POSTGRES_CONNECTIONS = 2;

function postgresBackend(url: string): QueueBackend {
  const connection = {
    connectionString: url,
    max: POSTGRES_CONNECTIONS,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    application_name: 'rollcall-queue',
    onConnect: outliveLostConnection,
  };
  return {
    reachable: () => true,
    queue: (name, onError) => new Queue(name, { connection }, createPostgresBackend).on('error', onError),
    worker: (name, process, options, onError) =>
      new Worker(name, process, { ...options, connection }, createPostgresBackend).on('error', onError),
    close: () => Promise.resolve(),
  };
}

function redisBackend(target: RedisTarget, prefix: string): QueueBackend {
  // BullMQ wants a connection that waits for Redis as long as it takes.
  const connection = connectRedis(target, { maxRetriesPerRequest: null });
  return {
    reachable: () => connection.status === 'ready',
    queue: (name, onError) => new Queue(name, { connection, prefix, skipWaitingForReady: true }).on('error', onError),
    worker: (name, process, options, onError) =>
      new Worker(name, process, { ...options, connection, prefix }).on('error', onError),
    close: () => {
      connection.disconnect();
      return Promise.resolve();
    },
  };
}
