import { median } from '../bench/compare-calls.js';
import { tableOf } from '../bench/table.js';
import type { Book } from './client/book.js';
import { FAULT_KINDS } from './faults/plan.js';
import { type Recovery, type Tally, WRONGS } from './tally.js';

/** How much is told of one thing that was found. */
const MAX_DETAILS = 20;

/** What a run says at its end: what was done to it, how soon it answered again, and what it has found. */
export function report({ requests, retries, recoveries, found }: Tally, book: Book, settledMs: number): string {
  const details = [...found].flatMap(([wrong, list]) => [
    ...list.slice(0, MAX_DETAILS).map((detail) => `  ${wrong}: ${detail}`),
    ...(list.length > MAX_DETAILS ? [`  … and ${list.length - MAX_DETAILS} more`] : []),
  ]);
  const faults = FAULT_KINDS.map((kind) => recoveries.filter((recovery) => recovery.kind === kind))
    .filter((list) => list.length > 0)
    .map(rowOf);
  return [
    ...(faults.length > 0
      ? [tableOf(['fault', 'times', 'lasted, s', 'answered again after, s: median', 'longest'], faults)]
      : []),
    `${book.agents.length} agents and ${book.keys.length} keys acknowledged, ${requests} requests, ${retries} of them sent again; all was quiet ${seconds(settledMs)} s after the end.`,
    '',
    tableOf(
      ['what there must be none of', 'found'],
      WRONGS.map((wrong) => [wrong, String(found.get(wrong)?.length)]),
    ),
    ...(details.length > 0 ? ['Found:', ...details, ''] : []),
  ].join('\n');
}

function rowOf(recoveries: readonly Recovery[]): string[] {
  const answered = recoveries.map(({ answeredMs }) => answeredMs);
  return [
    recoveries[0]?.kind ?? '',
    String(recoveries.length),
    seconds(median(recoveries.map(({ lastedMs }) => lastedMs))),
    seconds(median(answered)),
    seconds(Math.max(...answered)),
  ];
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(ms < 10_000 ? 2 : 1);
}
