import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import pg from 'pg';

import { Cleanups } from '../cleanups.js';
import { callsOf } from './calls.js';
import { medians, ratioOf } from './compare-calls.js';
import type { Figure } from './figures.js';
import { load, type LoadResult } from './load.js';
import { ADMIN, type Settings, startApi, startDatabase, startWorker, TEAMS } from './scene.js';
import { seedAgents } from './seed.js';

/** How many rows a file has, and in how many rounds, how long and how often a second the api is asked meanwhile. */
export interface ImportEffort {
  readonly rows: number;
  readonly rounds: number;
  readonly seconds: number;
  readonly rate: number;
}

const LOOK_MS = 100;
const AGENTS = 1_000;
const CONNECTIONS = 4;

/** The tables in which an import leaves rows, and which of their rows are those of agents beyond the id `$1`. */
const WRITTEN = [
  ['agents', 'id > $1'],
  ['agent_roles', 'agent_id > $1'],
  ['team_members', 'agent_id > $1'],
  ['billing_accounts', 'agent_id > $1'],
  ['activity_log', "target_model_type = 'agent' AND target_model_id > $1"],
] as const;

/** An import beside COPY of the same rows into the same tables, and what the api's answers take while one runs. */
export async function measureImport(redisUrl: string | undefined, effort: ImportEffort): Promise<Figure[]> {
  const cleanups = new Cleanups();
  try {
    const settings = await startDatabase(cleanups, redisUrl);
    const api = await startApi(cleanups, settings);
    await startWorker(cleanups, settings);
    const agents = await seedAgents(settings.DATABASE_URL ?? '', AGENTS);
    const [call] = callsOf({ agents, cookie: '' });
    if (!call) throw new Error('There is no call');
    const shape = { connections: CONNECTIONS, until: { seconds: effort.seconds }, rate: effort.rate };

    await ended(api.url, await begin(api.url, Math.ceil(effort.rows / 10)));
    await load(api.url, call, shape);
    const [copied, rate] = await copyAndImport(api.url, settings, effort.rows);
    const asked: { readonly first: LoadResult[]; readonly second: LoadResult[] } = { first: [], second: [] };
    for (let round = 0; round < effort.rounds; round++) {
      asked.second.push(await load(api.url, call, shape));
      const id = await begin(api.url, effort.rows);
      asked.first.push(await load(api.url, call, shape));
      await ended(api.url, id);
    }
    return [
      {
        name: 'import: agents a second',
        ours: rate,
        against: 'COPY of the same rows',
        reference: copied,
        ratio: rate / copied,
        wanted: { atLeast: 0.15 },
      },
      {
        name: `${call.name}, p99 in ms at ${effort.rate}/s while an import runs`,
        ours: medians(asked.first).p99,
        against: 'while none runs',
        reference: medians(asked.second).p99,
        ratio: ratioOf(asked, 'p99'),
        wanted: { atMost: 2 },
      },
    ];
  } finally {
    await cleanups.run();
  }
}

/** How many agents a second COPY writes, and how many an import: the rows that the import left are taken out and copied in again. */
async function copyAndImport(
  url: string,
  settings: Settings,
  rows: number,
): Promise<[copied: number, imported: number]> {
  const client = new pg.Client(settings.DATABASE_URL);
  await client.connect();
  const files = WRITTEN.map(([table]) => ({ table, file: join(tmpdir(), `rollcall-bench-${randomUUID()}-${table}`) }));
  try {
    const { rows: found } = await client.query<{ last: number }>('SELECT max(id)::int AS last FROM agents');
    const last = found[0]?.last ?? 0;
    const { created, rows_per_second: imported } = await ended(url, await begin(url, rows));
    if (created !== rows || !imported) throw new Error(`${created} of ${rows} agents were brought in`);
    for (const [index, [table, condition]] of WRITTEN.entries())
      await client.query(
        `COPY (SELECT * FROM ${table} WHERE ${condition.replace('$1', String(last))}) TO '${files[index]?.file ?? ''}'`,
      );
    for (const [table, condition] of WRITTEN.toReversed()) {
      await client.query(`DELETE FROM ${table} WHERE ${condition}`, [last]);
      await client.query(`VACUUM ANALYZE ${table}`);
    }
    const began = performance.now();
    await client.query('BEGIN');
    for (const { table, file } of files) await client.query(`COPY ${table} FROM '${file}'`);
    await client.query('COMMIT');
    return [(1_000 * rows) / (performance.now() - began), imported];
  } finally {
    await client.end();
    await Promise.all(files.map(({ file }) => rm(file, { force: true })));
  }
}

interface ImportAnswer {
  readonly id: number;
  readonly created: number;
  readonly rows_per_second: number | null;
  readonly ended_at: string | null;
}

/** Sends a file of so many new agents and returns the id of the import. */
async function begin(url: string, rows: number): Promise<number> {
  const lines = Array.from(
    { length: rows },
    (_, index) => `Ada,Number ${index},${randomUUID()}@bench.example,Agent,"${TEAMS[0] ?? ''},${TEAMS[1] ?? ''}"`,
  );
  const body = ['first_name,last_name,email,roles,teams', ...lines].join('\n');
  return (await ask(`${url}/api/v1/agents/imports`, { method: 'POST', body })).id;
}

async function ended(url: string, id: number): Promise<ImportAnswer> {
  for (;;) {
    const found = await ask(`${url}/api/v1/agents/imports/${id}`);
    if (found.ended_at) return found;
    await setTimeout(LOOK_MS);
  }
}

async function ask(url: string, request: RequestInit = {}): Promise<ImportAnswer> {
  const headers = { authorization: ADMIN.authorization, ...(request.body ? { 'content-type': 'text/csv' } : {}) };
  const response = await fetch(url, { ...request, headers });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return ((await response.json()) as { data: ImportAnswer }).data;
}
