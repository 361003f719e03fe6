import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';

import pg from 'pg';

import { Cleanups } from '../cleanups.js';
import { median } from './compare-calls.js';
import type { Figure } from './figures.js';
import { openEvents, openQueue } from './floor/bullmq.js';
import { startMailServer } from './mail-server.js';
import { ADMIN, type Settings, startApi, startDatabase, startNoopWorker, startWorker } from './scene.js';

/** The number of mails and jobs in a round, of rounds, and of job starts that are timed one by one. */
export interface WorkerEffort {
  readonly mails: number;
  readonly rounds: number;
  readonly starts: number;
}

const LOOK_MS = 10;

/** Compares the worker with BullMQ jobs that do nothing: mails and jobs a second, and the time until a job starts. */
export async function measureWorker(redisUrl: string | undefined, effort: WorkerEffort): Promise<Figure[]> {
  const cleanups = new Cleanups();
  try {
    const mailServer = await startMailServer();
    cleanups.add(() => mailServer.close());
    const settings: Settings = { ...(await startDatabase(cleanups, redisUrl)), SMTP_URL: mailServer.url };
    const api = await startApi(cleanups, settings);
    const noop = openQueue('noop', settings);
    cleanups.add(() => noop.close());

    const [mails, jobs]: [number[], number[]] = [[], []];
    for (let round = 0; round < effort.rounds; round++) {
      for (let count = 0; count < effort.mails; count++) await createAgent(api.url);
      mails.push(await drained('mail', effort.mails, settings, startWorker));
      const bulk = Array.from({ length: effort.mails }, () => ({
        name: 'noop',
        data: {},
        opts: { removeOnComplete: true },
      }));
      await noop.addBulk(bulk);
      jobs.push(await drained('noop', effort.mails, settings, startNoopWorker));
    }

    await startWorker(cleanups, settings);
    await startNoopWorker(cleanups, settings);
    const ours = await startsOf('mail', effort.starts, settings, async () => {
      const id = await createAgent(api.url);
      return () => committedAt(settings, id);
    });
    const theirs = await startsOf('noop', effort.starts, settings, async () => {
      const now = epochMs();
      await noop.add('noop', {}, { removeOnComplete: true });
      return () => Promise.resolve(now);
    });
    return [
      {
        name: 'worker: welcome mails a second',
        ours: median(mails),
        against: 'jobs of BullMQ that do nothing',
        reference: median(jobs),
        ratio: median(mails.map((rate, round) => rate / (jobs[round] ?? NaN))),
        wanted: { atLeast: 0.4 },
      },
      {
        name: 'worker: ms from the commit to the start of a job',
        ours: median(ours),
        against: 'from BullMQ’s add to the start',
        reference: median(theirs),
        ratio: median(ours) / median(theirs),
        wanted: { atMost: 2 },
      },
    ];
  } finally {
    await cleanups.run();
  }
}

/** Lets a worker do the waiting jobs, and returns how many it ended a second, counted from the first. */
async function drained(
  name: string,
  count: number,
  settings: Settings,
  start: (cleanups: Cleanups, settings: Settings) => Promise<unknown>,
): Promise<number> {
  const cleanups = new Cleanups();
  const queue = openQueue(name, settings);
  cleanups.add(() => queue.close());
  // This does not count BullMQ's events: on PostgreSQL some are lost when many jobs end at once.
  const left = async () =>
    Object.values(await queue.getJobCounts('wait', 'active')).reduce((sum, jobs) => sum + jobs, 0);
  try {
    const started = start(cleanups, settings);
    let began = performance.now();
    for (let rest = count; rest > 0; rest = await left()) {
      if (rest === count) began = performance.now();
      await setTimeout(LOOK_MS);
    }
    const ended = performance.now();
    await started;
    return (1_000 * count) / (ended - began);
  } finally {
    await cleanups.run();
  }
}

/** Adds jobs one by one, and returns for each the milliseconds until its worker started it. */
async function startsOf(
  queue: string,
  count: number,
  settings: Settings,
  make: () => Promise<() => Promise<number>>,
): Promise<number[]> {
  const events = openEvents(queue, settings);
  await events.waitUntilReady();
  try {
    const times: number[] = [];
    while (times.length < count) {
      const started = new Promise<number>((resolve) => {
        events.once('active', () => {
          resolve(epochMs());
        });
      });
      const madeAt = await make();
      times.push((await started) - (await madeAt()));
    }
    return times;
  } finally {
    await events.close();
  }
}

/** Creates an agent that gets a welcome mail, and returns its id. */
async function createAgent(url: string): Promise<number> {
  const response = await fetch(`${url}/api/v1/agents`, {
    method: 'POST',
    headers: { authorization: ADMIN.authorization, 'content-type': 'application/json' },
    body: JSON.stringify({
      first_name: 'Ada',
      email: `${randomUUID()}@bench.example`,
      role: 'Agent',
      send_welcome_email: true,
    }),
  });
  const { data } = (await response.json()) as { data: { id: number } };
  return data.id;
}

/** The time at which the transaction that created the agent was committed. */
async function committedAt({ DATABASE_URL }: Settings, id: number): Promise<number> {
  const client = new pg.Client(DATABASE_URL);
  await client.connect();
  try {
    const { rows } = await client.query<{ at: number }>(
      'SELECT extract(epoch FROM pg_xact_commit_timestamp(xmin))::float8 * 1000 AS at FROM billing_accounts WHERE agent_id = $1',
      [id],
    );
    return rows[0]?.at ?? NaN;
  } finally {
    await client.end();
  }
}

/** Now, in milliseconds since 1970, with fractions. */
function epochMs(): number {
  return performance.timeOrigin + performance.now();
}
