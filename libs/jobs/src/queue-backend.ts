import type { Config, RedisTarget } from '@rollcall/config';
import { DatabaseClient } from '@rollcall/database';
import {
  createPostgresBackend,
  isPgPool,
  type Processor,
  Queue,
  runMigrations,
  Worker,
  type WorkerOptions,
} from 'bullmq';
import pg from 'pg';

import { connectRedis } from './connect-redis.js';

/** Where BullMQ keeps its tables. */
const QUEUE_SCHEMA = 'bullmq';

type QueueConfig = Config['queue'];

/** What is used of a BullMQ queue, whichever its backend. */
export type BackendQueue = Pick<
  Queue,
  'add' | 'getJobCounts' | 'getJobScheduler' | 'upsertJobScheduler' | 'waitUntilReady' | 'close'
>;

/** What is used of a BullMQ worker, whichever its backend. */
export type BackendWorker = Pick<Worker, 'waitUntilReady' | 'run' | 'close'>;

type OnError = (error: Error) => void;

/**
 * Makes BullMQ queues and workers on the one backend that is configured; `onError` hears when it is not reachable. BullMQ
 * keeps a connection that it could not make in the first place for as long as a queue or worker lives, so one that does not
 * get ready is to be closed, and another made.
 */
export interface QueueBackend {
  queue(name: string, onError: OnError): BackendQueue;
  /** A worker that takes no job until it is told to run. */
  worker(name: string, process: Processor, options: Omit<WorkerOptions, 'connection'>, onError: OnError): BackendWorker;
  /** False when a command would have to wait for the connection to come back. */
  reachable(): boolean;
  /** Closes what the queues and workers shared; close those first. */
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

/** The connections of each queue of a process, and of each worker, which listens on one more. */
const QUEUE_CONNECTIONS = 2;
const WORKER_CONNECTIONS = QUEUE_CONNECTIONS + 1;

function postgresBackend(url: string): QueueBackend {
  const [queueFactory, workerFactory] = [withOwnPool(url, QUEUE_CONNECTIONS), withOwnPool(url, WORKER_CONNECTIONS)];
  return {
    reachable: () => true,
    queue: (name, onError) => new Queue(name, { connection: url }, queueFactory).on('error', onError),
    worker: (name, process, options, onError) =>
      new Worker(name, process, { ...options, connection: url, autorun: false }, workerFactory).on('error', onError),
    close: () => Promise.resolve(),
  };
}

/** BullMQ's own backend, on a pool of our clients that is closed with it. */
function withOwnPool(url: string, max: number): typeof createPostgresBackend {
  return (name, options, kind) => {
    const pool: unknown = new pg.Pool({
      connectionString: url,
      max,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      application_name: 'rollcall-queue',
      options: `-c search_path=${QUEUE_SCHEMA}`,
      Client: DatabaseClient,
    });
    if (!isPgPool(pool)) throw new Error('BullMQ does not take this pool of connections');
    const backend = createPostgresBackend(name, { ...options, connection: pool }, kind);
    const close = backend.close.bind(backend);
    backend.close = async (force) => {
      await close(force);
      await pool.end();
    };
    return backend;
  };
}

function redisBackend(target: RedisTarget, prefix: string): QueueBackend {
  // BullMQ wants a connection that waits for Redis as long as it takes.
  const connection = connectRedis(target, { maxRetriesPerRequest: null });
  return {
    reachable: () => connection.status === 'ready',
    queue: (name, onError) => new Queue(name, { connection, prefix, skipWaitingForReady: true }).on('error', onError),
    worker: (name, process, options, onError) =>
      new Worker(name, process, { ...options, connection, prefix, autorun: false }).on('error', onError),
    close: () => {
      connection.disconnect();
      return Promise.resolve();
    },
  };
}
