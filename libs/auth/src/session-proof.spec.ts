import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import {
  assertFreshSession,
  assertNotHeldBack,
  assertSteppedUp,
  proofOf,
  type SessionFacts,
  type SessionProof,
} from './session-proof.js';

const NOW = new Date('2026-11-28T12:00:00Z');
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const FACTS: SessionFacts = {
  begunAt: ago(60),
  factorAt: null,
  byProvider: false,
  hasFactor: false,
  factorNeededFrom: null,
};
const proof = (facts: Partial<SessionFacts>): SessionProof => proofOf({ ...FACTS, ...facts }, NOW);

/** The code with which a check refuses; null if it lets through. */
function refusalBy(check: (actor: { proof: SessionProof | null }) => void, shown: SessionProof | null): unknown {
  try {
    check({ proof: shown });
    return null;
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
}

const factsOf = fc.record({
  begunAt: fc.integer({ min: 0, max: 10_000 }).map(ago),
  factorAt: fc.option(fc.integer({ min: 0, max: 10_000 }).map(ago)),
  byProvider: fc.boolean(),
  hasFactor: fc.boolean(),
  factorNeededFrom: fc.option(fc.integer({ min: -10_000, max: 10_000 }).map(ago)),
});

describe('a session', () => {
  it('gives lasting access without a second factor, or within ten minutes after it was shown', () => {
    expect(refusalBy(assertSteppedUp, proof({}))).toBeNull();
    expect(refusalBy(assertSteppedUp, proof({ hasFactor: true, factorAt: ago(10) }))).toBeNull();
    const refused = [proof({ hasFactor: true, factorAt: ago(10.01) }), proof({ hasFactor: true, begunAt: NOW })];
    for (const shown of refused) expect(refusalBy(assertSteppedUp, shown)).toBe('second_factor_needed');
  });

  it('changes second factors within ten minutes after the sign-in, or after the second factor where there is one', () => {
    expect(refusalBy(assertFreshSession, proof({ begunAt: ago(10) }))).toBeNull();
    expect(refusalBy(assertFreshSession, proof({ begunAt: ago(10.01) }))).toBe('sign_in_needed');
    expect(refusalBy(assertFreshSession, proof({ hasFactor: true, factorAt: ago(9) }))).toBeNull();
    expect(refusalBy(assertFreshSession, proof({ hasFactor: true, begunAt: NOW }))).toBe('second_factor_needed');
    expect(refusalBy(assertFreshSession, null)).toBe('session_needed');
  });

  it('is held back from the time on at which a role needs a second factor, until one is shown', () => {
    const needed = { factorNeededFrom: NOW };
    expect(refusalBy(assertNotHeldBack, proof(needed))).toBe('enrolment_needed');
    expect(refusalBy(assertNotHeldBack, proof({ ...needed, factorAt: ago(1) }))).toBe('enrolment_needed');
    expect(refusalBy(assertNotHeldBack, proof({ ...needed, hasFactor: true }))).toBe('second_factor_needed');
    expect(refusalBy(assertNotHeldBack, proof({ ...needed, hasFactor: true, factorAt: ago(600) }))).toBeNull();
    expect(refusalBy(assertNotHeldBack, proof({ factorNeededFrom: ago(-0.01) }))).toBeNull();
    expect(refusalBy(assertNotHeldBack, proof({ ...needed, byProvider: true }))).toBeNull();
  });

  it('with a second factor never gives lasting access without showing it, whatever else is true', () => {
    fc.assert(
      fc.property(factsOf, (facts) => {
        const shown = proofOf({ ...facts, hasFactor: true }, NOW);
        const isFresh = facts.factorAt !== null && facts.factorAt >= ago(10);
        expect(refusalBy(assertSteppedUp, shown) === null).toBe(isFresh);
        expect(refusalBy(assertFreshSession, shown) === null).toBe(isFresh);
        const isNeeded = facts.factorNeededFrom !== null && facts.factorNeededFrom <= NOW;
        const isHeldBack = isNeeded && !facts.byProvider && facts.factorAt === null;
        expect(refusalBy(assertNotHeldBack, shown) === 'second_factor_needed').toBe(isHeldBack);
      }),
    );
  });

  it('is all that is asked: keys are no sign-in', () => {
    expect([refusalBy(assertSteppedUp, null), refusalBy(assertNotHeldBack, null)]).toEqual([null, null]);
  });
});
