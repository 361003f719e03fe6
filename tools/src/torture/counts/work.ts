import { createPostgresBackend, Queue } from 'bullmq';
import { parseRedisUrl } from '@rollcall/config';
import { connectRedis, isRequestedJobName, JOB_NAMES, QUEUE_NAMES } from '@rollcall/jobs';
import type pg from 'pg';

import type { Machine } from '../machine/machine.js';
import type { Finding } from './agents.js';

/** Where the queues are. */
type QueueSettings = Readonly<Partial<Record<string, string>>>;

const REQUESTED = new Set<string>(JOB_NAMES.filter(isRequestedJobName));

/** What is still to be done in the end: rows of the outbox, and jobs of BullMQ that are not on a schedule. */
export async function findStuck({ queueSettings }: Machine, client: pg.Client): Promise<Finding[]> {
  const { rows } = await client.query<{ id: string; name: string; attempts: number; last_error: string | null }>(
    'SELECT id, name, attempts, last_error FROM job_outbox',
  );
  const findings = rows.map(({ id, name, attempts, last_error: error }) =>
    stuck(`row ${id} of the outbox, ${name}, ${attempts} attempts, ${error ?? 'no error'}`),
  );
  for (const name of QUEUE_NAMES) {
    const { queue, close } = openQueue(name, queueSettings());
    for (const job of await queue.getJobs(['wait', 'active', 'delayed', 'failed', 'prioritized']))
      if (REQUESTED.has(job.name)) findings.push(stuck(`job ${job.id ?? ''} ${job.name} of the queue ${name}`));
    await close();
  }
  return findings;
}

function stuck(detail: string): Finding {
  return { wrong: 'an outbox row or job stuck', detail };
}

function openQueue(name: string, { DATABASE_URL = '', REDIS_URL, QUEUE_PREFIX = '' }: QueueSettings) {
  if (REDIS_URL === undefined) {
    const queue = new Queue(name, { connection: { connectionString: DATABASE_URL, max: 2 } }, createPostgresBackend);
    return { queue, close: () => queue.close() };
  }
  const connection = connectRedis(parseRedisUrl(REDIS_URL), { maxRetriesPerRequest: null });
  const queue = new Queue(name, { connection, prefix: `{${QUEUE_PREFIX}}` });
  return {
    queue,
    close: async () => {
      await queue.close();
      connection.disconnect();
    },
  };
}
