import type { Call } from './calls.js';
import { type Comparison, type Effort, inTurns, medians, ratioOf, type Servers } from './compare-calls.js';
import type { Figure } from './figures.js';

/**
 * Compares the 99th percentile of answer times at a constant rate. The rate is half of the api's highest rate, for the
 * yardstick too.
 */
export async function comparePaced(
  call: Call,
  servers: Servers,
  effort: Effort,
  { ours }: Pick<Comparison, 'ours'>,
): Promise<Figure> {
  const rate = Math.ceil(ours.rate / 2);
  const duel = await inTurns(
    { url: servers.ours, request: call, rate },
    { url: servers.yardstick, request: call, rate },
    { ...effort, maxWarmUpSeconds: 0 },
  );
  return {
    name: `${call.name}, p99 in ms at ${rate}/s`,
    ours: medians(duel.first).p99,
    against: 'the yardstick',
    reference: medians(duel.second).p99,
    ratio: ratioOf(duel, 'p99'),
    wanted: { atMost: 2 },
  };
}
