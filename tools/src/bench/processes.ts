import { cpus } from 'node:os';

import pg from 'pg';

import type { Call } from './calls.js';
import { type Effort, inTurns, medians, ratioOf } from './compare-calls.js';
import type { Figure } from './figures.js';
import type { Cleanups } from '../cleanups.js';
import { type Settings, startApi } from './scene.js';

/** The effect of a second process shows only if two processes, PostgreSQL and the load have this many cores. */
const CORES = 4;

/** Measures the effect of a second process of the api, and creates from very many connections at once. */
export async function compareProcesses(
  cleanups: Cleanups,
  settings: Settings,
  { read, write }: { readonly read: Call; readonly write: Call },
  writers: number,
  effort: Effort,
): Promise<Figure[]> {
  const one = await startApi(cleanups, settings);
  const two = await startApi(cleanups, { ...settings, WEB_CONCURRENCY: '2' });
  const reads = await inTurns({ url: two.url, request: read }, { url: one.url, request: read }, effort);
  const before = await deadlocks(settings);
  const [many, single] = [
    await inTurns(
      { url: two.url, request: write },
      { url: one.url, request: write },
      { ...effort, connections: writers },
    ),
    await inTurns({ url: two.url, request: write }, { url: one.url, request: write }, { ...effort, connections: 1 }),
  ];
  const found = (await deadlocks(settings)) - before;
  if (found > 0) throw new Error(`PostgreSQL broke ${found} deadlocks while agents were created`);
  await Promise.all([one.child.stop(), two.child.stop()]);
  return [
    {
      name: `${read.name} a second, two processes`,
      ours: medians(reads.first).rate,
      against: 'one process',
      reference: medians(reads.second).rate,
      ratio: ratioOf(reads, 'rate'),
      ...(cpus().length >= CORES ? { wanted: { atLeast: 1.7 } } : {}),
    },
    {
      name: `${write.name} a second, two processes, ${writers} connections`,
      ours: medians(many.first).rate,
      against: 'one connection',
      reference: medians(single.first).rate,
      ratio: medians(many.first).rate / medians(single.first).rate,
      wanted: { atLeast: 1 },
    },
  ];
}

async function deadlocks({ DATABASE_URL }: Settings): Promise<number> {
  const client = new pg.Client(DATABASE_URL);
  await client.connect();
  try {
    const { rows } = await client.query<{ deadlocks: number }>(
      'SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()',
    );
    return rows[0]?.deadlocks ?? 0;
  } finally {
    await client.end();
  }
}
