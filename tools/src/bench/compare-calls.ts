import { quantile } from '../two-times.js';
import type { Call } from './calls.js';
import { load, type LoadResult, type LoadShape, warmUp } from './load.js';

/** How long and how often each call is measured. */
export interface Effort {
  readonly connections: number;
  /** How often each server takes its turn. */
  readonly rounds: number;
  readonly until: LoadShape['until'];
  readonly maxWarmUpSeconds: number;
}

/** The addresses of both servers. */
export interface Servers {
  readonly ours: string;
  readonly yardstick: string;
}

/** A call at both servers, medians over all rounds. */
export interface Comparison {
  readonly name: string;
  readonly ours: LoadResult;
  readonly yardstick: LoadResult;
  /** The median over the rounds of our rate over the yardstick's in the same round. */
  readonly ratio: number;
  readonly wanted: number;
}

/** Measures a call at both servers, in turns, once both are warm. */
export async function compareCall(call: Call, servers: Servers, effort: Effort): Promise<Comparison> {
  const { connections, rounds, until, maxWarmUpSeconds } = effort;
  await warmUp(servers.ours, call, connections, maxWarmUpSeconds);
  await warmUp(servers.yardstick, call, connections, maxWarmUpSeconds);
  const ours: LoadResult[] = [];
  const yardstick: LoadResult[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(await load(servers.ours, call, { connections, until }));
    yardstick.push(await load(servers.yardstick, call, { connections, until }));
  }
  const ratios = ours.map(({ rate }, round) => rate / (yardstick[round]?.rate ?? NaN));
  return {
    name: call.name,
    ours: medians(ours),
    yardstick: medians(yardstick),
    ratio: quantile(ratios, 0.5),
    wanted: call.wanted,
  };
}

function medians(results: readonly LoadResult[]): LoadResult {
  const of = (key: keyof LoadResult) =>
    quantile(
      results.map((result) => result[key]),
      0.5,
    );
  return { rate: of('rate'), p50: of('p50'), p99: of('p99') };
}
