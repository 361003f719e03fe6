import { expect, it } from '@jest/globals';
import { Test } from '@nestjs/testing';
import { loadConfig } from '@rollcall/config';
import { freePort } from '@rollcall/database/embedded';
import { Clock } from '@rollcall/kernel';
import { createTestDatabase, waitFor } from '@rollcall/testing';

import { WorkerModule } from '../worker.module.js';

/** A clock that can be put ahead of the time by which the queues run their schedules. */
class AheadClock extends Clock {
  aheadMs = 0;

  now(): Date {
    return new Date(Date.now() + this.aheadMs);
  }
}

it('a worker is not ready, and says why, while a schedule has not run for three of its intervals', async () => {
  const database = await createTestDatabase();
  const port = await freePort();
  const config = loadConfig({ DATABASE_URL: database.url, SMTP_URL: 'smtp://unused', WORKER_PORT: String(port) });
  const clock = new AheadClock();
  const worker = await Test.createTestingModule({ imports: [WorkerModule.with(config)] })
    .overrideProvider(Clock)
    .useValue(clock)
    .compile();
  worker.useLogger(false);
  await worker.init();
  const ready = async () => {
    const response = await fetch(`http://127.0.0.1:${port}/health/ready`);
    return { status: response.status, body: (await response.json()) as { message?: string } };
  };

  await waitFor('the worker to be ready', async () => (await ready()).status === 200);
  clock.aheadMs = 60_000;
  const { status, body } = await ready();
  expect(status).toBe(503);
  expect(body.message).toMatch(/^Not run for three of their intervals: .*activity-seal/);
  clock.aheadMs = 0;
  await waitFor('the worker to be ready again', async () => (await ready()).status === 200);

  await worker.close();
  await database.drop();
});
