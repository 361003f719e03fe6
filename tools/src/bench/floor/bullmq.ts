import { createPostgresBackend, type Processor, Queue, QueueEvents, Worker } from 'bullmq';
import { Redis } from 'ioredis';

// Unmodified BullMQ on the queues of a run.

/** The place of the queues: Redis if it is configured, otherwise the database. */
export interface QueuePlace {
  readonly DATABASE_URL?: string;
  readonly REDIS_URL?: string;
  readonly QUEUE_PREFIX?: string;
}

const CONNECTIONS = 3;

export function openQueue(name: string, place: QueuePlace) {
  return place.REDIS_URL
    ? new Queue(name, onRedis(place.REDIS_URL, place))
    : new Queue(name, onPostgres(place), createPostgresBackend);
}

export function openEvents(name: string, place: QueuePlace) {
  return place.REDIS_URL
    ? new QueueEvents(name, onRedis(place.REDIS_URL, place))
    : new QueueEvents(name, onPostgres(place), createPostgresBackend);
}

export function openWorker(name: string, process: Processor, concurrency: number, place: QueuePlace) {
  return place.REDIS_URL
    ? new Worker(name, process, { ...onRedis(place.REDIS_URL, place), concurrency })
    : new Worker(name, process, { ...onPostgres(place), concurrency }, createPostgresBackend);
}

function onRedis(url: string, { QUEUE_PREFIX }: QueuePlace) {
  return { connection: new Redis(url, { maxRetriesPerRequest: null }), prefix: `{${QUEUE_PREFIX ?? 'rollcall'}}` };
}

function onPostgres({ DATABASE_URL }: QueuePlace) {
  return { connection: { connectionString: DATABASE_URL ?? '', max: CONNECTIONS } };
}
