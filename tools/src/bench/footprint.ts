import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';

import { Cleanups } from '../cleanups.js';
import type { Call } from './calls.js';
import { median } from './compare-calls.js';
import type { Figure } from './figures.js';
import { load } from './load.js';
import { type Server, type Settings, startApi, startFloor, startWorker } from './scene.js';

/** The wait after the start of a process, before its idle memory is measured. */
const REST_MS = 2_000;

const CONNECTIONS = 32;

/** Measures how long the processes take to be ready with a migrated database, and their memory without requests. */
export async function measureStart(settings: Settings, starts: number): Promise<Figure[]> {
  const [api, worker, yardstick] = [
    await startsOf(startApi, settings, starts),
    await startsOf(startWorker, settings, starts),
    await startsOf(startFloor, settings, starts),
  ];
  return Object.entries({ api, worker }).flatMap(([name, ours]) => [
    against(`${name}: ms from start to ready`, ours.readyMs, yardstick.readyMs),
    against(`${name}: idle memory in MiB`, ours.memory, yardstick.memory),
  ]);
}

/** Measures the memory of the api after a number of requests and again after many more. */
export async function measureGrowth(
  settings: Settings,
  call: Call,
  [few, many]: readonly [number, number],
): Promise<Figure> {
  const cleanups = new Cleanups();
  try {
    const api = await startApi(cleanups, settings);
    await load(api.url, call, { connections: CONNECTIONS, until: { requests: few } });
    const early = await memoryOf(api);
    await load(api.url, call, { connections: CONNECTIONS, until: { requests: many - few } });
    const late = await memoryOf(api);
    return {
      name: `api: memory in MiB after ${many.toLocaleString('en')} requests`,
      ours: late,
      against: `after ${few.toLocaleString('en')}`,
      reference: early,
      ratio: late / early,
      wanted: { atMost: 1.2 },
    };
  } finally {
    await cleanups.run();
  }
}

type Start = (cleanups: Cleanups, settings: Settings) => Promise<Server>;

async function startsOf(
  start: Start,
  settings: Settings,
  starts: number,
): Promise<{ readyMs: number; memory: number }> {
  const [times, memories]: [number[], number[]] = [[], []];
  for (let count = 0; count < starts; count++) {
    const cleanups = new Cleanups();
    const began = performance.now();
    const server = await start(cleanups, settings);
    times.push(performance.now() - began);
    memories.push(await memoryOf(server));
    await cleanups.run();
  }
  return { readyMs: median(times), memory: median(memories) };
}

/** The resident memory of a process in MiB, on Linux. */
async function memoryOf({ child }: Server): Promise<number> {
  await setTimeout(REST_MS);
  return memoryIn('VmRSS', child.pid);
}

/** The most resident memory that a process has had in MiB, on Linux. */
export async function peakMemoryOf({ child }: Server): Promise<number> {
  return Math.round(await memoryIn('VmHWM', child.pid));
}

async function memoryIn(line: string, pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${String(pid)}/status`, 'utf8');
  return Number(new RegExp(`^${line}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) / 1_024;
}

function against(name: string, ours: number, yardstick: number): Figure {
  return { name, ours, against: 'the yardstick', reference: yardstick, ratio: ours / yardstick };
}
