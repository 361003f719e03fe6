import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { Cleanups } from '../cleanups.js';
import { stopSignal } from '../stop-signal.js';
import { makeFault } from './faults/make-fault.js';
import { type Backend, planFaults } from './faults/plan.js';
import { startMachine } from './machine/machine.js';
import { Random } from './random.js';
import { report } from './report.js';
import { Tally } from './tally.js';
import { keepLogs, underLoad } from './under-load.js';

const USAGE = `Usage:
  npm run torture -- [<minutes>] [--seed <number>] [--backend postgres|redis] [--faults <words of their names>]

Starts two apis, two workers, PostgreSQL, Redis if it is the backend, a mail server and a Stripe for tests, puts a steady load on them
and kills, stops and cuts them at random for so many minutes, 3 if none is said. Then it counts what was lost, and ends with 1 unless
that is nothing. The same seed makes the same faults in the same order. docs/survival.md says more.`;

const HOUR_MS = 3_600_000;

const options = {
  seed: { type: 'string' },
  backend: { type: 'string', default: 'postgres' },
  faults: { type: 'string', default: '' },
} as const;

const cleanups = new Cleanups();
const stopping = stopSignal();
try {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [minutes, seed] = [Number(positionals[0] ?? '3'), Number(values.seed ?? Math.floor(Math.random() * 1e9))];
  const { backend, faults } = values;
  if (positionals.length > 1 || !(minutes > 0) || !Number.isInteger(seed) || !isBackend(backend))
    throw new TypeError('There is no such run', { cause: 'usage' });
  process.exitCode = (await run(minutes, seed, backend, faults)) ? 0 : 1;
} catch (error) {
  const misused = error instanceof TypeError && ('code' in error || error.cause === 'usage');
  process.stderr.write(
    `${misused ? USAGE : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = misused ? 2 : 1;
} finally {
  await cleanups.run();
}
process.exit();

function isBackend(word: string): word is Backend {
  return word === 'postgres' || word === 'redis';
}

/** Returns whether nothing was found. */
async function run(minutes: number, seed: number, backend: Backend, only: string): Promise<boolean> {
  const random = new Random(seed);
  const clockShiftMs = random.next() < 0.5 ? HOUR_MS : -HOUR_MS;
  const tally = new Tally();
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-torture-'));
  cleanups.add(() => rm(folder, { recursive: true, force: true }));
  cleanups.add(() => {
    if (!tally.isClean || !isCounted) process.stdout.write(`\nThe logs of all processes: ${keepLogs(folder)}\n`);
    return Promise.resolve();
  });
  let isCounted = false;
  const machine = await startMachine(cleanups, {
    folder,
    backend,
    clockShiftMs,
    onEnded: (name, how) => {
      tally.wrong('a process that ended by itself', `${name}: ${how}`);
    },
  });
  const { cpuModel, cores } = { cpuModel: cpus()[0]?.model ?? 'unknown', cores: cpus().length };
  process.stdout.write(
    `Seed ${seed}, ${minutes} minutes, jobs in ${backend === 'redis' ? 'Redis' : 'PostgreSQL'}, ${new Date().toISOString().slice(0, 10)}, ` +
      `${cpuModel}, ${cores} cores, Node ${process.version}. The clock of worker 2 is an hour ${clockShiftMs > 0 ? 'ahead' : 'behind'}.` +
      `${machine.disk ? '' : ' No disk is filled, since this machine lets none be mounted.'}\n\n`,
  );
  const { book, settledMs } = await underLoad(machine, { tally, seed, minutes, stopping }, async (setting, ends) => {
    for (const fault of planFaults(random, { backend, canFillDisk: machine.disk !== undefined, only })) {
      const { kind, parts, lastsMs, pauseMs } = fault;
      if (stopping.aborted || performance.now() + lastsMs > ends) break;
      process.stderr.write(`${new Date().toISOString()} ${kind}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}\n`);
      tally.recoveries.push(await makeFault(machine, setting, fault));
      await setTimeout(pauseMs);
    }
  });
  process.stdout.write(report(tally, book, settledMs));
  isCounted = true;
  return tally.isClean;
}
