import { readFile } from 'node:fs/promises';

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import {
  canFollow,
  isSubscriptionStatus,
  SUBSCRIPTION_STATUSES,
  type SubscriptionStatus,
} from './subscription-status.js';

const ALL = Object.keys(SUBSCRIPTION_STATUSES).filter(isSubscriptionStatus);

describe('the states of a subscription', () => {
  it('can be seen again, and one after the other along the steps between them, none left out', () => {
    const walk = fc
      .tuple(fc.constantFrom(...ALL), fc.array(fc.nat(), { maxLength: 8 }))
      .map(([start, choices]) => ({ start, end: choices.reduce(step, start) }));
    fc.assert(
      fc.property(walk, ({ start, end }) => {
        expect(canFollow(start, end)).toBe(true);
      }),
    );
  });

  it.each<[SubscriptionStatus, SubscriptionStatus]>([
    ['canceled', 'active'],
    ['canceled', 'incomplete_expired'],
    ['incomplete_expired', 'active'],
    ['active', 'incomplete'],
    ['past_due', 'incomplete_expired'],
  ])('never lead from %s to %s', (before, after) => {
    expect(canFollow(before, after)).toBe(false);
  });

  it('are those of Stripe', () => {
    expect(ALL.toSorted()).toEqual([
      'active',
      'canceled',
      'incomplete',
      'incomplete_expired',
      'past_due',
      'paused',
      'trialing',
      'unpaid',
    ]);
  });

  const step = (status: SubscriptionStatus, choice: number): SubscriptionStatus => {
    const { next } = SUBSCRIPTION_STATUSES[status];
    return next[choice % next.length] ?? status;
  };
});

describe('the table of states in docs/billing.md', () => {
  it('says of each what the code does', async () => {
    const page = await readFile(new URL('../../../../docs/billing.md', import.meta.url), 'utf8');
    const written = [...page.matchAll(/^\| `(\w+)` +\| (yes|no) +\| (yes|no) +\|/gm)].map((row) =>
      row.slice(1).join(' '),
    );
    const word = (isSo: boolean) => (isSo ? 'yes' : 'no');
    const done = ALL.map((status) => {
      const { givesPlan, grantsPaidCycles } = SUBSCRIPTION_STATUSES[status];
      return `${status} ${word(givesPlan)} ${word(grantsPaidCycles)}`;
    });
    expect(written.toSorted()).toEqual(done.toSorted());
  });
});

describe('the diagram in docs/billing.md', () => {
  it('shows every step there is and no other', async () => {
    const page = await readFile(new URL('../../../../docs/billing.md', import.meta.url), 'utf8');
    const drawn = [...page.matchAll(/^ {2}(\w+) --> (\w+)$/gm)].map(([, from, to]) => `${from} → ${to}`);
    const steps = ALL.flatMap((from) => SUBSCRIPTION_STATUSES[from].next.map((to) => `${from} → ${to}`));
    expect(drawn.toSorted()).toEqual(steps.toSorted());
  });
});
