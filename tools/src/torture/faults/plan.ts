import type { Random } from '../random.js';

/** Where BullMQ keeps its queues in a run. */
export type Backend = 'postgres' | 'redis';

/** Every part of a run that is a process of its own and can be killed or stopped. */
export const PARTS = ['api 1', 'api 2', 'worker 1', 'worker 2', 'PostgreSQL', 'Redis'] as const;
export type PartName = (typeof PARTS)[number];

/** What goes wrong. A row of the report is one of these. */
export const FAULT_KINDS = [
  'kill -9 of an api',
  'kill -9 of a worker',
  'kill -9 of PostgreSQL',
  'kill -9 of Redis, its log kept',
  'kill -9 of Redis, its log lost',
  'kill -9 of two at once',
  'stop of an api',
  'stop of a worker',
  'stop of PostgreSQL',
  'stop of Redis',
  'mail server refuses',
  'mail server hangs',
  'mail server cut within DATA',
  'mail server takes and dies',
  'Stripe answers 429',
  'Stripe answers 500',
  'Stripe is silent',
  'connections cut',
  'connections silent',
  'disk of PostgreSQL full',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** One fault of a plan. */
export interface Fault {
  readonly kind: FaultKind;
  /** The parts that it is done to; of cut connections, the one whose connections they are. */
  readonly parts: readonly PartName[];
  /** For how long it stays, in milliseconds; of a kill, until the part is started again. */
  readonly lastsMs: number;
  /** How long nothing is done after it. */
  readonly pauseMs: number;
}

export interface PlanOptions {
  readonly backend: Backend;
  /** Whether the disk of PostgreSQL can be filled here. */
  readonly canFillDisk: boolean;
  /** Only kinds whose name has these words; all if it is empty. */
  readonly only: string;
}

const APIS = ['api 1', 'api 2'] as const;
const WORKERS = ['worker 1', 'worker 2'] as const;

/** Longer than the lock of a job, which is the longest but for the lease of a sync with Stripe. */
const STOPPED_MS = [17_000, 20_000] as const;

/** The faults of a run without end: all kinds in a random order, then again in another. The same for the same random numbers. */
export function* planFaults(random: Random, options: PlanOptions): Generator<Fault, never> {
  const kinds = kindsOf(options);
  if (kinds.length === 0) throw new Error(`No fault's name has the words "${options.only}"`);
  for (;;)
    for (const kind of random.shuffled(kinds))
      yield {
        kind,
        parts: partsOf(kind, random, options.backend),
        lastsMs: random.between(...lengthOf(kind)),
        pauseMs: random.between(500, 2_000),
      };
}

/** The kinds that a run can have. */
export function kindsOf({ backend, canFillDisk, only }: PlanOptions): FaultKind[] {
  return FAULT_KINDS.filter(
    (kind) =>
      kind.includes(only) &&
      (backend === 'redis' || !kind.includes('Redis')) &&
      (canFillDisk || kind !== 'disk of PostgreSQL full'),
  );
}

function partsOf(kind: FaultKind, random: Random, backend: Backend): PartName[] {
  const all = PARTS.filter((part) => backend === 'redis' || part !== 'Redis');
  if (kind === 'kill -9 of two at once') return random.shuffled(all).slice(0, 2);
  if (kind.startsWith('connections')) return random.shuffled([...APIS, ...WORKERS]).slice(0, 1);
  if (kind.includes('an api')) return random.shuffled(APIS).slice(0, 1);
  if (kind.includes('a worker')) return random.shuffled(WORKERS).slice(0, 1);
  if (kind.startsWith('kill') || kind.startsWith('stop')) return [kind.includes('Redis') ? 'Redis' : 'PostgreSQL'];
  return [];
}

function lengthOf(kind: FaultKind): readonly [number, number] {
  if (kind.startsWith('stop')) return STOPPED_MS;
  if (kind.startsWith('kill')) return [200, 1_500];
  return [3_000, 6_000];
}
