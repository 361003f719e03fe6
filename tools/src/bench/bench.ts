import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';

import { Cleanups } from '../cleanups.js';
import { type Call, callsOf } from './calls.js';
import { compareCall, type Comparison, type Effort } from './compare-calls.js';
import type { Figure } from './figures.js';
import { measureGrowth, measureStart } from './footprint.js';
import { type ImportEffort, measureImport } from './import.js';
import { logIn } from './log-in.js';
import { compareDirectories } from './many-agents.js';
import { comparePaced } from './paced.js';
import { compareProcesses } from './processes.js';
import { assertSameAnswer } from './same-answers.js';
import { type Settings, startApi, startDatabase, startFloor } from './scene.js';
import { seedAgents } from './seed.js';
import { tableOfCalls, tableOfFigures } from './table.js';
import { measureWorker, type WorkerEffort } from './worker.js';

const PARTS = ['calls', 'paced', 'many', 'processes', 'worker', 'import', 'start', 'growth'] as const;
type Part = (typeof PARTS)[number];

const USAGE = `Usage:
  npm run bench -- [--short] [--part <part>]... [--only <part of a call's name>] [--json <file>]

Starts a PostgreSQL, the built api and worker and a hand-written yardstick of its own, loads them in turns and prints what each
makes of it. Parts, all when none is named: ${PARTS.join(', ')}; "growth" alone makes a million requests.
With REDIS_URL, jobs are queued there. --short does a little of everything, to see that it works.`;

/** The amount of work in each part. */
interface Extent {
  readonly calls: Effort;
  /** The number of connections that write at once. */
  readonly writers: number;
  readonly agents: { readonly few: number; readonly many: number };
  readonly worker: WorkerEffort;
  readonly import: ImportEffort;
  readonly starts: number;
  readonly growth: readonly [number, number];
}

const FULL: Extent = {
  calls: { connections: 32, rounds: 5, until: { seconds: 4 }, maxWarmUpSeconds: 20 },
  writers: 200,
  agents: { few: 1_000, many: 1_000_000 },
  worker: { mails: 1_000, rounds: 3, starts: 100 },
  import: { rows: 20_000, rounds: 5, seconds: 6, rate: 100 },
  starts: 5,
  growth: [10_000, 1_000_000],
};
const SHORT: Extent = {
  calls: { connections: 4, rounds: 1, until: { requests: 20 }, maxWarmUpSeconds: 0 },
  writers: 8,
  agents: { few: 50, many: 100 },
  worker: { mails: 3, rounds: 1, starts: 2 },
  import: { rows: 20, rounds: 1, seconds: 1, rate: 20 },
  starts: 1,
  growth: [40, 80],
};

/** The calls that are also measured at a constant rate. */
const PACED = ['GET /agents/{id}', 'GET /agents?limit=50', 'POST /agents', 'POST /user/create_live_agent'];

const options = {
  short: { type: 'boolean', default: false },
  part: { type: 'string', multiple: true },
  only: { type: 'string', default: '' },
  json: { type: 'string' },
} as const;

const cleanups = new Cleanups();
try {
  const { values } = parseArgs({ options });
  const parts = PARTS.filter((part) => values.part?.includes(part) ?? true);
  if (parts.length === 0) throw new TypeError('There is no such part', { cause: 'usage' });
  await run(values.short ? SHORT : FULL, parts, values.only, values.json);
} catch (error) {
  const misused = error instanceof TypeError && ('code' in error || error.cause === 'usage');
  process.stderr.write(
    `${misused ? USAGE : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = misused ? 2 : 1;
} finally {
  await cleanups.run();
}

async function run(extent: Extent, parts: readonly Part[], only: string, file: string | undefined): Promise<void> {
  const settings = await startDatabase(cleanups, process.env.REDIS_URL);
  const results: Comparison[] = [];
  const figures: Figure[] = [];
  const wants = (part: Part) => {
    if (parts.includes(part)) process.stderr.write(`${part} …\n`);
    return parts.includes(part);
  };
  const ours = await startApi(cleanups, settings);
  const agents = await seedAgents(settings.DATABASE_URL ?? '', extent.agents.few);
  const calls = callsOf({ agents, cookie: await logIn(ours.url) });
  const yardstick = await startFloor(cleanups, settings);
  const servers = { ours: ours.url, yardstick: yardstick.url };
  if (wants('calls') || wants('paced'))
    for (const call of calls.filter(({ name }) => name.includes(only))) {
      process.stderr.write(`  ${call.name} …\n`);
      await assertSameAnswer(call, servers);
      const result = await compareCall(call, servers, extent.calls);
      results.push(result);
      if (parts.includes('paced') && PACED.includes(call.name))
        figures.push(await comparePaced(call, servers, extent.calls, result));
    }
  await Promise.all([ours.child.stop(), yardstick.child.stop()]);
  if (wants('many')) figures.push(...(await compareDirectories(extent.agents.many, extent.agents.few, extent.calls)));
  if (wants('processes'))
    figures.push(
      ...(await compareProcesses(
        cleanups,
        settings,
        { read: named(calls, 'GET /agents/{id}'), write: named(calls, 'POST /agents') },
        extent.writers,
        extent.calls,
      )),
    );
  if (wants('worker')) figures.push(...(await measureWorker(process.env.REDIS_URL, extent.worker)));
  if (wants('import')) figures.push(...(await measureImport(process.env.REDIS_URL, extent.import)));
  if (wants('start')) figures.push(...(await measureStart(settings, extent.starts)));
  if (wants('growth')) figures.push(await measureGrowth(settings, named(calls, 'GET /agents/me'), extent.growth));

  const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, Node ${process.version}`;
  const { connections, rounds, until } = extent.calls;
  const turns = `${rounds} rounds of ${Object.entries(until).flat().toReversed().join(' ')}`;
  process.stdout.write(`${machine}, ${connections} connections, ${turns}, jobs in ${queuesOf(settings)}\n`);
  if (results.length > 0) process.stdout.write(`\n${tableOfCalls(results)}`);
  if (figures.length > 0) process.stdout.write(`\n${tableOfFigures(figures)}`);
  if (file)
    await writeFile(
      file,
      JSON.stringify({ date: new Date().toISOString(), machine, extent, calls: results, figures }, null, 2),
    );
}

function named(calls: readonly Call[], name: string): Call {
  const call = calls.find((candidate) => candidate.name === name);
  if (!call) throw new Error(`There is no call ${name}`);
  return call;
}

function queuesOf({ REDIS_URL }: Settings): string {
  return REDIS_URL ? 'Redis' : 'PostgreSQL';
}
