import { describe, expect, it } from '@jest/globals';

import { DEFAULT_BILLING_FIELDS } from '../billing-fields.js';
import { grantsOf, type StripeState } from './account-state.js';
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
      items: [{ id: 'si_1', price: 'price_1', lookupKey: 'basic', periodStart: START, periodEnd: END }],
      hadTrial: false,
      hasPaymentMethod: true,
    },
  ],
  paidPeriods: [{ subscription: 'sub_1', price: 'price_1', start: START, end: END, paidAt: START, charged: false }],
});

describe('the credits of a period that was paid for', () => {
  const known = { granted: new Set<number>(), agentSince: START, now: START };
  const fields = { ...DEFAULT_BILLING_FIELDS, activeBillingPlanId: 'plan' };

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
});
