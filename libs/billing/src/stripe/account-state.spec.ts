import { describe, expect, it } from '@jest/globals';

import { NEW_BILLING_ACCOUNT } from '../billing-fields.js';
import { grantsOf, pausedCyclesOf, type StripeState } from './account-state.js';
import { SUBSCRIPTION_STATUSES, type SubscriptionStatus } from './subscription-status.js';

const START = new Date('2026-01-31T00:00:00Z');
const END = new Date('2026-02-28T00:00:00Z');

/** A customer whose one subscription is in this state, and whose period was paid for, be it with nothing. */
const paidIn = (status: SubscriptionStatus): StripeState => ({
  customer: { id: 'cus_1', name: null, email: null, agentUuid: null, hasPaymentMethod: true },
  subscriptions: [
    {
      id: 'sub_1',
      status,
      createdAt: START,
      endedAt: null,
      pausedAt: null,
      items: [{ id: 'si_1', price: 'price_1', lookupKey: 'basic', periodStart: START, periodEnd: END }],
      hadTrial: false,
      hasPaymentMethod: true,
    },
  ],
  paidPeriods: [{ subscription: 'sub_1', price: 'price_1', start: START, end: END, paidAt: START, charged: false }],
});

describe('the credits of a period that was paid for', () => {
  const known = { granted: new Set<number>(), agentSince: START, now: START };
  const fields = { ...NEW_BILLING_ACCOUNT, activeBillingPlanId: 'plan' };

  it.each<[SubscriptionStatus, boolean]>([
    ['trialing', true],
    ['active', true],
    ['past_due', true],
    ['unpaid', true],
    ['canceled', true],
    ['paused', false],
    ['incomplete', false],
    ['incomplete_expired', false],
  ])('of a subscription that is %s are granted: %s', (status, isGranted) => {
    const grants = grantsOf(paidIn(status), fields, () => 'plan', known);
    expect(grants).toEqual(isGranted ? [{ planId: 'plan', cycle: START }] : []);
  });

  it('are known for every state', () => {
    expect(Object.keys(SUBSCRIPTION_STATUSES)).toHaveLength(8);
  });

  describe('when the subscription was paused', () => {
    const cycles = ['2026-01-31', '2026-02-28', '2026-03-31'].map((day) => new Date(day));
    const pausedOn = (day: string): StripeState => {
      const { subscriptions, paidPeriods, ...state } = paidIn('paused');
      const end = new Date('2027-01-31');
      return {
        ...state,
        subscriptions: subscriptions.map((subscription) => ({ ...subscription, pausedAt: new Date(day) })),
        paidPeriods: paidPeriods.map((period) => ({ ...period, end })),
      };
    };
    const now = new Date('2026-04-01');
    const daysOf = (found: readonly { cycle: Date }[]) => found.map(({ cycle }) => cycle.toISOString().slice(0, 10));

    it.each([
      ['2026-03-01', ['2026-01-31', '2026-02-28'], ['2026-03-31']],
      ['2026-02-28', ['2026-01-31'], ['2026-02-28', '2026-03-31']],
      ['2026-01-31', [], ['2026-01-31', '2026-02-28', '2026-03-31']],
    ])('on %s are granted of the cycles that began before', (day, before, during) => {
      const state = pausedOn(day);
      expect(daysOf(grantsOf(state, fields, () => 'plan', { ...known, now }))).toEqual(before);
      expect(daysOf(pausedCyclesOf(state, () => 'plan', now))).toEqual(during);
      expect([...before, ...during]).toEqual(daysOf(cycles.map((cycle) => ({ cycle }))));
    });
  });
});
