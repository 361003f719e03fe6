import { openSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { Cleanups } from '../cleanups.js';
import { stopSignal } from '../stop-signal.js';
import { untilChanged } from './faults/recovery.js';
import { startMachine } from './machine/machine.js';
import { startCluster, startSentinels } from './machine/redis-groups.js';
import { report } from './report.js';
import { Tally } from './tally.js';
import { keepLogs, underLoad } from './under-load.js';

const USAGE = `Usage:
  node tools/dist/torture/scale-out.js [--queue postgres|sentinel|cluster] [--minutes <number>] [--seed <number>]

Starts three apis behind a TCP balancer, two workers, and PostgreSQL with a standby to which each commit is applied before it is
acknowledged (synchronous_commit=remote_apply); with sentinel, a Redis with two replicas and three sentinels, with cluster, one of six
nodes. Under load it kills an api, the PostgreSQL, whose standby is promoted, and the master of Redis that has the queues, and then
counts as npm run torture does. Ends with 1 unless nothing was lost.`;

const QUEUES = { postgres: undefined, sentinel: startSentinels, cluster: startCluster };

/** What BullMQ's keys have in common: all are on one master of a cluster. */
const KEY = '{torture}';

const options = {
  queue: { type: 'string', default: 'postgres' },
  minutes: { type: 'string', default: '1' },
  seed: { type: 'string', default: '1' },
} as const;

const cleanups = new Cleanups();
const stopping = stopSignal();
try {
  const { queue, minutes, seed } = parseArgs({ options }).values;
  if (!isQueue(queue) || !(Number(minutes) > 0) || !Number.isInteger(Number(seed))) {
    process.stderr.write(`${USAGE}\n`);
    process.exitCode = 2;
  } else process.exitCode = (await run(queue, Number(minutes), Number(seed))) ? 0 : 1;
} finally {
  await cleanups.run();
}
process.exit();

function isQueue(word: string): word is keyof typeof QUEUES {
  return Object.hasOwn(QUEUES, word);
}

/** Returns whether nothing was found. */
async function run(queue: keyof typeof QUEUES, minutes: number, seed: number): Promise<boolean> {
  const tally = new Tally();
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-scale-out-'));
  cleanups.add(() => rm(folder, { recursive: true, force: true }));
  cleanups.add(() => {
    if (!tally.isClean) process.stdout.write(`\nThe logs of all processes: ${keepLogs(folder)}\n`);
    return Promise.resolve();
  });
  const group = await QUEUES[queue]?.(join(folder, 'redis'), openSync(join(folder, 'redis.log'), 'a'), cleanups);
  const machine = await startMachine(cleanups, {
    folder,
    backend: group ? 'redis' : 'postgres',
    clockShiftMs: 0,
    scale: { apis: 3, redisUrl: group?.url },
    onEnded: (name, how) => {
      tally.wrong('a process that ended by itself', `${name}: ${how}`);
    },
  });
  const faults: Readonly<Record<string, () => Promise<unknown>>> = {
    'an api is killed and started again': async () => {
      const api = machine.parts.get('api 2');
      await api?.kill();
      await api?.start();
    },
    'PostgreSQL is killed and its standby promoted': () => machine.promote(),
    ...(group ? { 'the master of Redis with the queues is killed': () => group.killMaster(KEY) } : {}),
  };
  const { book, settledMs } = await underLoad(machine, { tally, seed, minutes, stopping }, async (setting, ends) => {
    const pauseMs = (ends - performance.now()) / (Object.keys(faults).length + 1);
    for (const [name, make] of Object.entries(faults)) {
      await setTimeout(pauseMs, undefined, { signal: stopping });
      const began = performance.now();
      const answered = untilChanged(setting, began);
      await make();
      const madeMs = performance.now() - began;
      process.stdout.write(
        `${name}: took ${madeMs.toFixed(0)} ms, a change was done again after ${(await answered).toFixed(0)} ms\n`,
      );
    }
  });
  process.stdout.write(report(tally, book, settledMs));
  return tally.isClean;
}
