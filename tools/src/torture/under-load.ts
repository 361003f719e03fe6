import { copyFileSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { Book } from './client/book.js';
import { prepare, work } from './client/client.js';
import type { Setting } from './client/operations.js';
import { Sender } from './client/sender.js';
import { count } from './counts/count.js';
import { openFiles } from './counts/processes.js';
import type { Machine } from './machine/machine.js';
import { Random } from './random.js';
import type { Tally } from './tally.js';

/** How long requests are sent again after the last fault. */
const DRAIN_MS = 120_000;

export interface LoadOptions {
  readonly tally: Tally;
  readonly seed: number;
  readonly minutes: number;
  /** Aborted when the run is to end early. */
  readonly stopping: AbortSignal;
}

/**
 * Puts a steady load on a machine for so many minutes, while `disturb` makes faults until `ends` (`performance.now()`); then lets all
 * settle, and tallies what is not as it was acknowledged.
 */
export async function underLoad(
  machine: Machine,
  { tally, seed, minutes, stopping }: LoadOptions,
  disturb: (setting: Setting, ends: number) => Promise<void>,
): Promise<{ readonly book: Book; readonly settledMs: number }> {
  const over = new AbortController();
  const sender = new Sender(machine.doors, tally);
  const setting: Setting = { book: new Book(), sender, tally, random: new Random(seed + 1), over: over.signal };
  const agency = await prepare(setting);
  const webhooks = `${machine.doors[0]?.url ?? ''}/api/v1/agency/webhook/stripe/${agency}`;
  machine.stripe.tell({ webhooks, secret: machine.webhookSecret });
  const filesBefore = openFiles(machine);

  const enough = new AbortController();
  const working = work(setting, enough.signal);
  const ends = performance.now() + minutes * 60_000;
  await disturb(setting, ends);
  await setTimeout(Math.max(0, ends - performance.now()), undefined, { signal: stopping }).catch(() => undefined);
  enough.abort();
  const drained = setTimeout(DRAIN_MS, undefined, { ref: false, signal: stopping })
    .catch(() => undefined)
    .then(() => {
      over.abort();
    });
  await Promise.race([working, drained]);
  await working;
  const settledMs = await count(machine, { ...setting, over: stopping }, filesBefore);
  return { book: setting.book, settledMs };
}

/** Copies the logs in a folder to one that stays. */
export function keepLogs(folder: string): string {
  const kept = mkdtempSync(join(tmpdir(), 'rollcall-torture-logs-'));
  for (const file of readdirSync(folder)) if (file.endsWith('.log')) copyFileSync(join(folder, file), join(kept, file));
  return kept;
}
