import type { Call } from './calls.js';
import { type Comparison, type Effort, inTurns, medians, ratioOf, type Servers } from './compare-calls.js';
import type { Figure } from './figures.js';

/**
 * The slowest hundredth of answers when requests come at a constant rate, whatever the answers take: half of what the api
 * answered at most, at the yardstick as well.
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
