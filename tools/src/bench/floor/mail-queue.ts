import { createPostgresBackend, Queue } from 'bullmq';
import { Redis } from 'ioredis';

/** Puts jobs on the queue of mails, as the api does. */
export interface MailQueue {
  /** Nobody waits for it. */
  add(name: string, jobId: string): void;
}

/** The queue of mails in Redis when there is one, otherwise in the database. */
export function openMailQueue(databaseUrl: string, redisUrl: string | undefined): MailQueue {
  const queue = redisUrl
    ? new Queue('mail', { connection: new Redis(redisUrl, { maxRetriesPerRequest: null }), prefix: 'rollcall' })
    : new Queue('mail', { connection: { connectionString: databaseUrl, max: 2 } }, createPostgresBackend);
  const options = {
    attempts: 13,
    backoff: { type: 'exponential', delay: 2_000, jitter: 0.5 },
    removeOnComplete: true,
    removeOnFail: true,
  };
  return {
    add: (name, jobId) => {
      queue.add(name, {}, { ...options, jobId }).catch(console.error);
    },
  };
}
