import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';

import { Cleanups } from '../cleanups.js';
import { callsOf } from './calls.js';
import { compareCall, type Comparison, type Effort } from './compare-calls.js';
import { logIn } from './log-in.js';
import { assertSameAnswer } from './same-answers.js';
import { startApi, startDatabase, startFloor } from './scene.js';
import { seedAgents } from './seed.js';
import { tableOf } from './table.js';

const USAGE = `Usage:
  npm run bench -- [--short] [--only <part of a call's name>] [--json <file>]

Starts a PostgreSQL, the built api and a hand-written yardstick of its own, loads them in turns and prints what each makes of
it. With REDIS_URL, jobs are queued there. --short does a little of everything, to see that it works.`;

const EFFORT: Effort = { connections: 32, rounds: 5, until: { seconds: 4 }, maxWarmUpSeconds: 20 };
const SHORT: Effort = { connections: 4, rounds: 1, until: { requests: 20 }, maxWarmUpSeconds: 0 };
const AGENTS = 1_000;

const options = {
  short: { type: 'boolean', default: false },
  only: { type: 'string', default: '' },
  json: { type: 'string' },
} as const;

const cleanups = new Cleanups();
try {
  const { values } = parseArgs({ options });
  await run(values.short ? SHORT : EFFORT, values.only, values.json);
} catch (error) {
  const misused = error instanceof TypeError && 'code' in error;
  process.stderr.write(
    `${misused ? USAGE : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = misused ? 2 : 1;
} finally {
  await cleanups.run();
}

async function run(effort: Effort, only: string, file: string | undefined): Promise<void> {
  const settings = await startDatabase(cleanups, process.env.REDIS_URL);
  const ours = await startApi(cleanups, settings);
  const agents = await seedAgents(settings.DATABASE_URL ?? '', AGENTS);
  const yardstick = await startFloor(cleanups, settings);
  const servers = { ours: ours.url, yardstick: yardstick.url };
  const calls = callsOf({ agents, cookie: await logIn(servers.ours) }).filter(({ name }) => name.includes(only));
  const results: Comparison[] = [];
  for (const call of calls) {
    process.stderr.write(`${call.name} …\n`);
    await assertSameAnswer(call, servers);
    results.push(await compareCall(call, servers, effort));
  }
  const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, Node ${process.version}`;
  const rounds = `${effort.rounds} rounds of ${Object.entries(effort.until).flat().toReversed().join(' ')}`;
  process.stdout.write(`${machine}, ${effort.connections} connections, ${rounds}\n\n`);
  process.stdout.write(tableOf(results));
  if (file)
    await writeFile(file, JSON.stringify({ date: new Date().toISOString(), machine, effort, results }, null, 2));
}
