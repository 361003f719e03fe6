import { quantile } from '../two-times.js';
import type { Call } from './calls.js';
import { load, type LoadRequest, type LoadResult, type LoadShape, warmUp } from './load.js';

/** How long, how often and with how many connections each call is measured. */
export interface Effort {
  readonly connections: number;
  /** The number of turns of each server. */
  readonly rounds: number;
  readonly until: LoadShape['until'];
  readonly maxWarmUpSeconds: number;
}

/** The addresses of both servers. */
export interface Servers {
  readonly ours: string;
  readonly yardstick: string;
}

/** The results of a call at both servers, as medians over all rounds. */
export interface Comparison {
  readonly name: string;
  readonly ours: LoadResult;
  readonly yardstick: LoadResult;
  /** The median of the rounds' ratios. The ratio of a round is our rate divided by the yardstick's. */
  readonly ratio: number;
  readonly wanted: number;
}

/** One server and the requests to it. */
export interface Side {
  readonly url: string;
  readonly request: LoadRequest;
  /** Requests a second; if left out, as many as the server answers. */
  readonly rate?: number;
}

/** The results of two sides, round by round. */
export interface Duel {
  readonly first: readonly LoadResult[];
  readonly second: readonly LoadResult[];
}

/** Warms both sides up, then loads them in turns. */
export async function inTurns(first: Side, second: Side, effort: Effort): Promise<Duel> {
  const { connections, rounds, until, maxWarmUpSeconds } = effort;
  for (const { url, request } of [first, second]) await warmUp(url, request, connections, maxWarmUpSeconds);
  const turn = ({ url, request, rate }: Side) =>
    load(url, request, { connections, until, ...(rate === undefined ? {} : { rate }) });
  const results: { first: LoadResult[]; second: LoadResult[] } = { first: [], second: [] };
  for (let round = 0; round < rounds; round++) {
    results.first.push(await turn(first));
    results.second.push(await turn(second));
  }
  return results;
}

/** The median of the rounds' ratios. The ratio of a round is the first side's value divided by the second's. */
export function ratioOf({ first, second }: Duel, value: keyof LoadResult): number {
  return median(first.map((result, round) => result[value] / (second[round]?.[value] ?? NaN)));
}

/** Measures a call at both servers. */
export async function compareCall(call: Call, servers: Servers, effort: Effort): Promise<Comparison> {
  const duel = await inTurns({ url: servers.ours, request: call }, { url: servers.yardstick, request: call }, effort);
  return {
    name: call.name,
    ours: medians(duel.first),
    yardstick: medians(duel.second),
    ratio: ratioOf(duel, 'rate'),
    wanted: call.wanted,
  };
}

/** The median of some numbers. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The median of each value. */
export function medians(results: readonly LoadResult[]): LoadResult {
  const of = (key: keyof LoadResult) => median(results.map((result) => result[key]));
  return { rate: of('rate'), p50: of('p50'), p99: of('p99') };
}
