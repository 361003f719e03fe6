import { setTimeout } from 'node:timers/promises';

import pg from 'pg';

import { ADMIN, type Server, startApi, startDatabase, startWorker } from '../bench/scene.js';
import { Cleanups } from '../cleanups.js';

/**
 * Brings 100,000 agents in through the public calls, on an embedded database, and kills the worker three times on the way. Says
 * how long that took and how much room an agent takes, and fails unless each agent is there once with its role, team, account and
 * entry.
 */
const ROWS = 100_000;
const KILLED_AT = [0.2, 0.5, 0.8];
const LOOK_MS = 250;

interface Progress {
  readonly id: number;
  readonly created: number;
  readonly ended_at: string | null;
}

const cleanups = new Cleanups();
try {
  await run();
} finally {
  await cleanups.run();
}

async function run(): Promise<void> {
  const settings = await startDatabase(cleanups, process.env.REDIS_URL);
  const api = await startApi(cleanups, settings);
  let worker: Server = await startWorker(cleanups, settings);
  await ask(`${api.url}/api/v1/teams`, 'application/json', JSON.stringify({ name: 'Support' }));
  const lines = Array.from({ length: ROWS }, (_, index) => `Ada,Number ${index},ada${index}@example.com,Agent,Support`);
  const began = performance.now();
  const seconds = () => ((performance.now() - began) / 1_000).toFixed(1);
  const file = ['first_name,last_name,email,roles,teams', ...lines].join('\n');
  const { id } = await ask(`${api.url}/api/v1/agents/imports`, 'text/csv', file);
  process.stdout.write(`${seconds()} s: the file is stored\n`);
  const kills = [...KILLED_AT];
  for (let now = await look(api, id); !now.ended_at; now = await look(api, id)) {
    const [at = Infinity] = kills;
    if (now.created >= at * ROWS) {
      kills.shift();
      await worker.child.kill();
      process.stdout.write(`${seconds()} s: the worker is killed at ${(await look(api, id)).created} agents\n`);
      worker = await startWorker(cleanups, settings);
    }
    await setTimeout(LOOK_MS);
  }
  process.stdout.write(`${seconds()} s: the import has ended\n`);
  await check(settings.DATABASE_URL ?? '');
}

async function look(api: Server, id: number): Promise<Progress> {
  return ask(`${api.url}/api/v1/agents/imports/${id}`);
}

async function ask(url: string, type?: string, body?: string): Promise<Progress> {
  const headers = { authorization: ADMIN.authorization, ...(type === undefined ? {} : { 'content-type': type }) };
  const response = await fetch(url, { headers, ...(body === undefined ? {} : { method: 'POST', body }) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return ((await response.json()) as { data: Progress }).data;
}

/** @throws Error unless everything is there once for each row */
async function check(databaseUrl: string): Promise<void> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const { rows } = await client.query<Record<string, number>>(
    `SELECT (SELECT count(*)::int FROM agents WHERE NOT is_system) AS agents,
       (SELECT count(DISTINCT email)::int FROM agents WHERE NOT is_system) AS emails,
       (SELECT count(DISTINCT agent_id)::int FROM agent_roles) - 1 AS roles,
       (SELECT count(DISTINCT agent_id)::int FROM team_members) AS members,
       (SELECT count(*)::int FROM billing_accounts) - 1 AS accounts,
       (SELECT count(*)::int FROM activity_log WHERE activity_type = 'agent_created' AND actor_id IS NOT NULL) AS entries,
       (SELECT count(DISTINCT agent_id)::int FROM import_rows WHERE status = 'created') AS rows`,
  );
  await tellSizes(client);
  await client.end();
  process.stdout.write(`${JSON.stringify(rows[0])}\n`);
  const wrong = Object.entries(rows[0] ?? {}).filter(([, count]) => count !== ROWS);
  if (wrong.length > 0) throw new Error(`Not ${ROWS} of ${wrong.map(([name]) => name).join(', ')}`);
}

/** Says how many bytes an agent takes in each table, with its indexes, once its entry is sealed and what was replaced is cleared away. */
async function tellSizes(client: pg.Client): Promise<void> {
  const unsealed = 'SELECT FROM activity_log WHERE chain_position IS NULL LIMIT 1';
  while ((await client.query(unsealed)).rowCount !== 0) await setTimeout(LOOK_MS);
  await client.query('VACUUM ANALYZE');
  const { rows } = await client.query<{ name: string; bytes: number }>(
    `SELECT relname AS name, (pg_total_relation_size(oid) / $1)::int AS bytes FROM pg_class
     WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 2 DESC`,
    [ROWS],
  );
  for (const { name, bytes } of rows.filter((row) => row.bytes > 0))
    process.stdout.write(`${name}: ${bytes} bytes an agent\n`);
  process.stdout.write(`all: ${rows.reduce((sum, { bytes }) => sum + bytes, 0)} bytes an agent\n`);
}
