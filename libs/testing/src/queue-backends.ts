import { randomUUID } from 'node:crypto';

import { describe } from '@jest/globals';

/** Where the queues of one test suite live: `REDIS_URL` and `QUEUE_PREFIX` as the configuration takes them. */
export interface QueueSettings {
  readonly REDIS_URL?: string;
  readonly QUEUE_PREFIX?: string;
}

/** Declares a suite that needs Redis; where there is none it counts as skipped, and one line says how to get it. */
export function describeWithRedis(name: string, suite: (url: string) => void): void {
  const url = process.env.TEST_REDIS_URL;
  if (!url)
    process.stderr.write(
      `Skipped: ${name}. Install redis-server (Debian: apt-get install redis-server) or set REDIS_URL.\n`,
    );
  (url ? describe : describe.skip)(name, () => {
    suite(url ?? '');
  });
}

/**
 * Declares a suite twice: for BullMQ on PostgreSQL, and on Redis. Where there is no Redis the second counts as skipped.
 */
export function describeOnEachQueueBackend(name: string, suite: (settings: QueueSettings) => void): void {
  describe(`${name} (BullMQ on PostgreSQL)`, () => {
    suite({});
  });
  describeWithRedis(`${name} (BullMQ on Redis)`, (url) => {
    suite({ REDIS_URL: url, QUEUE_PREFIX: `test-${randomUUID()}` });
  });
}
