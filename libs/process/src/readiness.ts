import { setTimeout } from 'node:timers/promises';

import { Injectable } from '@nestjs/common';
import { Transactions } from '@rollcall/database';
import { JobQueues } from '@rollcall/jobs';

const CHECK_TIMEOUT_MS = 5_000;

/**
 * Whether this process can do its work. The api's controller and the worker's server, which runs without Nest's HTTP,
 * both use it. We do not use `@nestjs/terminus`: only its loop over the checks would be left, since our answers have
 * the api's envelope.
 */
@Injectable()
export class Readiness {
  constructor(
    private readonly transactions: Transactions,
    private readonly queues: JobQueues,
  ) {}

  /** The names of the services that are not reachable at the moment. */
  async missing(): Promise<readonly string[]> {
    const checks = {
      database: this.transactions.reader.query('SELECT 1'),
      queue: this.queues.ping(),
    };
    const answered = await Promise.all(Object.values(checks).map(answersInTime));
    return Object.keys(checks).filter((_name, index) => !answered[index]);
  }
}

async function answersInTime(check: Promise<unknown>): Promise<boolean> {
  const timeout = new AbortController();
  const answered = check.then(
    () => true,
    () => false,
  );
  return Promise.race([
    answered,
    setTimeout(CHECK_TIMEOUT_MS, false, { signal: timeout.signal }).catch(() => false),
  ]).finally(() => {
    timeout.abort();
  });
}
