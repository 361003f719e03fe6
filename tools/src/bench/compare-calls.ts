import { quantile } from '../two-times.js';
import type { Call } from './calls.js';
import { load, type LoadRequest, type LoadResult, type LoadShape, warmUp } from './load.js';

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

/** One server and what it is asked. */
export interface Side {
  readonly url: string;
  readonly request: LoadRequest;
  /** Requests a second; as many as it answers when left out. */
  readonly rate?: number;
}

/** What two sides made of their loads, round by round. */
export interface Duel {
  readonly first: readonly LoadResult[];
  readonly second: readonly LoadResult[];
}

/** Loads two sides in turns, once both are warm. */
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

/** The median over the rounds of the first side's value over the second's in the same round. */
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
