import { describe, expect, it } from '@jest/globals';

import { Random } from '../random.js';
import { type Fault, kindsOf, planFaults, type PlanOptions } from './plan.js';

const EVERYWHERE = { backend: 'redis', canFillDisk: true, only: '' } as const;

function first(count: number, seed: number, options: PlanOptions): Fault[] {
  const plan = planFaults(new Random(seed), options);
  return Array.from({ length: count }, () => plan.next().value);
}

describe('the plan of faults', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(first(100, 17, EVERYWHERE)).toEqual(first(100, 17, EVERYWHERE));
    expect(first(100, 18, EVERYWHERE)).not.toEqual(first(100, 17, EVERYWHERE));
  });

  it('has each kind once before it has one again', () => {
    const kinds = kindsOf(EVERYWHERE);
    const planned = first(2 * kinds.length, 1, EVERYWHERE).map(({ kind }) => kind);
    expect(planned.slice(0, kinds.length).toSorted()).toEqual(kinds.toSorted());
    expect(planned.slice(kinds.length).toSorted()).toEqual(kinds.toSorted());
  });

  it('does each to the parts that its name says, and to two different ones at once', () => {
    const partsOf = (words: string) =>
      first(200, 5, EVERYWHERE)
        .filter(({ kind }) => kind.includes(words))
        .map(({ parts }) => parts.toSorted().join());
    expect(new Set(partsOf('an api'))).toEqual(new Set(['api 1', 'api 2']));
    expect(new Set(partsOf('a worker'))).toEqual(new Set(['worker 1', 'worker 2']));
    expect(partsOf('two at once').filter((parts) => !/^([^,]+),(?!\1)[^,]+$/.test(parts))).toEqual([]);
  });

  it('leaves out what there is not, and what was not asked for', () => {
    const without = first(100, 3, { backend: 'postgres', canFillDisk: false, only: '' });
    expect(without.flatMap(({ kind, parts }) => [kind, ...parts]).join()).not.toMatch(/Redis|disk/);
    expect(kindsOf({ ...EVERYWHERE, only: 'kill -9 of an api' })).toEqual(['kill -9 of an api']);
    expect(() => first(1, 1, { ...EVERYWHERE, only: 'earthquake' })).toThrow('No fault');
  });

  it('stops a part for longer than the lock of a job lasts', () => {
    const stops = first(100, 9, EVERYWHERE).filter(({ kind }) => kind.startsWith('stop'));
    expect(Math.min(...stops.map(({ lastsMs }) => lastsMs))).toBeGreaterThan(15_000);
  });
});
