import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { rolesAfter } from './roles-of-groups.js';

const NAMES: readonly string[] = ['Agent', 'Lead', 'Admin', 'Billing', 'Reader'];
const roles = () => fc.uniqueArray(fc.constantFrom(...NAMES));

describe('the roles of an agent, when its groups change', () => {
  it.each<[string, Parameters<typeof rolesAfter>[0], readonly string[] | null]>([
    ['gain what the group gives', { held: ['Agent'], kept: new Set(), add: ['Lead'], remove: [] }, ['Agent', 'Lead']],
    ['lose it with the group', { held: ['Agent', 'Lead'], kept: new Set(), add: [], remove: ['Lead'] }, ['Agent']],
    ['keep what another group gives', { held: ['Lead'], kept: new Set(['Lead']), add: [], remove: ['Lead'] }, null],
    ['keep what the group gives still', { held: ['Lead'], kept: new Set(), add: ['Lead'], remove: ['Lead'] }, null],
    ['stay as they are when there is nothing to lose', { held: [], kept: new Set(), add: [], remove: ['Lead'] }, null],
  ])('%s', (_what, change, expected) => {
    expect(rolesAfter(change)).toEqual(expected);
  });

  it('have all that is added, nothing that is removed but what a group gives, and the rest as it was', () => {
    fc.assert(
      fc.property(roles(), roles(), roles(), roles(), (held, kept, add, remove) => {
        const after = rolesAfter({ held, kept: new Set(kept), add, remove }) ?? held;
        expect(new Set(after).size).toBe(after.length);
        for (const name of NAMES) {
          const stays = held.includes(name) && (!remove.includes(name) || kept.includes(name));
          expect([name, after.includes(name)]).toEqual([name, stays || add.includes(name)]);
        }
        expect(rolesAfter({ held: after, kept: new Set(kept), add, remove })).toBeNull();
      }),
    );
  });

  it('are the same after a group was joined and left that gave others', () => {
    fc.assert(
      fc.property(roles(), roles(), (held, given) => {
        fc.pre(given.every((name) => !held.includes(name)));
        const joined = rolesAfter({ held, kept: new Set(), add: given, remove: [] }) ?? held;
        expect(rolesAfter({ held: joined, kept: new Set(), add: [], remove: given }) ?? joined).toEqual(held);
      }),
    );
  });
});
