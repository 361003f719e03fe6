import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';

import { iso } from '../testing/stripe-client.js';
import { SubscriptionScene } from '../testing/subscription-scene.js';

describe('the start of a subscription', () => {
  let scene: SubscriptionScene;

  beforeEach(async () => {
    scene = await SubscriptionScene.open();
  });
  afterEach(() => scene.server.close());

  describe('a subscription without a trial', () => {
    it('is active and paid with a good card', () => {
      const { id, latest_invoice } = scene.server.subscribe(scene.customer, {
        lookupKey: 'pro',
        metadata: { agent: '7' },
      });
      expect(scene.stateOf(id)).toEqual(['active', '2026-01-31T10:00:00Z', '2026-02-28T10:00:00Z']);
      expect(scene.latestInvoice()).toMatchObject({
        id: latest_invoice,
        status: 'paid',
        billing_reason: 'subscription_create',
        amount_due: 3000,
        amount_paid: 3000,
        amount_remaining: 0,
        customer: scene.customer,
        parent: { subscription_details: { subscription: id, metadata: { agent: '7' } } },
        lines: {
          data: [
            {
              invoice: latest_invoice,
              amount: 3000,
              pricing: { price_details: { price: scene.server.subscription(id).items.data[0]?.price.id } },
              parent: { subscription_item_details: { subscription: id, proration: false } },
            },
          ],
        },
      });
      expect(scene.news()).toEqual([
        'customer.subscription.created',
        'invoice.created',
        'invoice.finalized',
        'invoice.paid',
        'invoice.payment_succeeded',
        'customer.subscription.updated',
        'checkout.session.completed',
      ]);
      expect(scene.server.events.at(-1)?.data.object).toMatchObject({
        customer: scene.customer,
        subscription: id,
        mode: 'subscription',
      });
    });

    it('is renewed on the day of its anchor, or the last day of a shorter month', () => {
      const { id } = scene.server.subscribe(scene.customer, { lookupKey: 'pro' });
      scene.advance('2026-04-30T09:59:59Z');
      expect(scene.stateOf(id)).toEqual(['active', '2026-03-31T10:00:00Z', '2026-04-30T10:00:00Z']);
      expect(scene.timesOf('invoice.paid')).toEqual([
        '2026-01-31T10:00:00Z',
        '2026-02-28T10:00:00Z',
        '2026-03-31T10:00:00Z',
      ]);
      expect(scene.latestInvoice()).toMatchObject({ billing_reason: 'subscription_cycle' });
      const invoice = scene.latestInvoice();
      // The invoice looks back, its line ahead.
      expect([iso(invoice?.period_start), iso(invoice?.period_end)]).toEqual([
        '2026-02-28T10:00:00Z',
        '2026-03-31T10:00:00Z',
      ]);
      const period = invoice?.lines.data[0]?.period;
      expect([iso(period?.start), iso(period?.end)]).toEqual(['2026-03-31T10:00:00Z', '2026-04-30T10:00:00Z']);
    });

    it('is renewed after a week or a year where its price says so', async () => {
      scene.server.addPrice({ lookupKey: 'week', interval: 'week' });
      scene.server.addPrice({ lookupKey: 'year', interval: 'year' });
      scene.advance('2028-02-29T10:00:00Z');
      expect(scene.stateOf(scene.server.subscribe(scene.customer, { lookupKey: 'week' }).id)[2]).toBe(
        '2028-03-07T10:00:00Z',
      );
      expect(scene.stateOf(scene.server.subscribe(scene.customer, { lookupKey: 'year' }).id)[2]).toBe(
        '2029-02-28T10:00:00Z',
      );
      expect((await scene.stripe.subscriptions.list()).data).toHaveLength(2);
    });

    it('is incomplete with a declined card, and expires after 23 hours', () => {
      const { id } = scene.server.subscribe(scene.customer, { lookupKey: 'pro', card: 'declined' });
      expect(scene.server.subscription(id).status).toBe('incomplete');
      expect(scene.latestInvoice()).toMatchObject({ status: 'open', attempt_count: 1, next_payment_attempt: null });
      expect(scene.news()).toEqual([
        'customer.subscription.created',
        'invoice.created',
        'invoice.finalized',
        'invoice.payment_failed',
      ]);
      scene.advance('2026-02-01T08:59:59Z');
      expect(scene.server.subscription(id).status).toBe('incomplete');
      scene.advance('2026-02-01T09:00:00Z');
      expect(scene.server.subscription(id).status).toBe('incomplete_expired');
      expect(scene.latestInvoice()?.status).toBe('void');
      expect(scene.news()).toEqual(['customer.subscription.updated', 'invoice.voided']);
      scene.server.setCard(scene.customer, 'good');
      expect(scene.server.subscription(id).status).toBe('incomplete_expired');
    });

    it.each(['declined', 'none'] as const)(
      'that is incomplete for a card that is %s is active with a good one',
      (card) => {
        const { id } = scene.server.subscribe(scene.customer, { lookupKey: 'pro', card });
        scene.advance('2026-02-01T08:00:00Z');
        scene.server.setCard(scene.customer, 'good');
        expect(scene.stateOf(id)).toEqual(['active', '2026-01-31T10:00:00Z', '2026-02-28T10:00:00Z']);
        expect(scene.news().slice(-3)).toEqual([
          'invoice.paid',
          'invoice.payment_succeeded',
          'customer.subscription.updated',
        ]);
      },
    );
  });

  describe('a trial', () => {
    it('costs nothing, is announced to end three days before, and then a good card pays', () => {
      const { id, trial_end } = scene.server.subscribe(scene.customer, { lookupKey: 'pro', trialDays: 14 });
      expect(scene.stateOf(id)).toEqual(['trialing', '2026-01-31T10:00:00Z', '2026-02-14T10:00:00Z']);
      expect(scene.server.subscription(id)).toMatchObject({ billing_cycle_anchor: trial_end, trial_start: 1769853600 });
      const [line] = scene.latestInvoice()?.lines.data ?? [];
      expect(scene.latestInvoice()).toMatchObject({
        status: 'paid',
        amount_due: 0,
        billing_reason: 'subscription_create',
      });
      expect([iso(line?.period.start), iso(line?.period.end)]).toEqual([
        '2026-01-31T10:00:00Z',
        '2026-02-14T10:00:00Z',
      ]);
      expect(scene.news()).toEqual([
        'customer.subscription.created',
        'invoice.created',
        'invoice.finalized',
        'invoice.paid',
        'invoice.payment_succeeded',
        'checkout.session.completed',
      ]);

      scene.advance('2026-02-14T10:00:00Z');
      expect(scene.timesOf('customer.subscription.trial_will_end')).toEqual(['2026-02-11T10:00:00Z']);
      expect(scene.stateOf(id)).toEqual(['active', '2026-02-14T10:00:00Z', '2026-03-14T10:00:00Z']);
      expect(scene.latestInvoice()).toMatchObject({
        status: 'paid',
        amount_paid: 3000,
        billing_reason: 'subscription_cycle',
      });
      expect(scene.news()).toEqual([
        'customer.subscription.trial_will_end',
        'customer.subscription.updated',
        'invoice.created',
        'invoice.finalized',
        'invoice.paid',
        'invoice.payment_succeeded',
      ]);
    });

    it('shorter than three days is announced to end at once', () => {
      scene.server.subscribe(scene.customer, { lookupKey: 'pro', trialDays: 2 });
      expect(scene.timesOf('customer.subscription.trial_will_end')).toEqual(['2026-01-31T10:00:00Z']);
      scene.advance('2026-02-10T00:00:00Z');
      expect(scene.timesOf('customer.subscription.trial_will_end')).toHaveLength(1);
    });

    it.each(['declined', 'none'] as const)('leaves the subscription past due with a card that is %s', (card) => {
      const { id } = scene.server.subscribe(scene.customer, { lookupKey: 'pro', trialDays: 14, card });
      scene.news();
      scene.advance('2026-02-14T10:00:00Z');
      expect(scene.server.subscription(id).status).toBe('past_due');
      expect(scene.latestInvoice()).toMatchObject({ status: 'open', amount_remaining: 3000, attempt_count: 1 });
      expect(iso(scene.latestInvoice()?.next_payment_attempt)).toBe('2026-02-15T10:00:00Z');
      expect(scene.news()).toEqual([
        'customer.subscription.trial_will_end',
        'customer.subscription.updated',
        'invoice.created',
        'invoice.finalized',
        'invoice.payment_failed',
        'customer.subscription.updated',
      ]);
      expect(scene.server.events.at(-1)?.data.previous_attributes).toEqual({ status: 'active' });
    });

    it('without a card can end in a pause, from which the subscription is resumed', async () => {
      const { id } = scene.server.subscribe(scene.customer, {
        lookupKey: 'pro',
        trialDays: 14,
        card: 'none',
        missingPaymentMethod: 'pause',
      });
      scene.news();
      scene.advance('2026-03-20T12:00:00Z');
      expect(scene.server.subscription(id)).toMatchObject({
        status: 'paused',
        status_details: { paused: { subscription: { type: 'trial_end_without_payment_method' } } },
      });
      expect(scene.news().slice(1)).toEqual(['customer.subscription.updated', 'customer.subscription.paused']);

      scene.server.setCard(scene.customer, 'good');
      await scene.stripe.subscriptions.resume(id);
      expect(scene.stateOf(id)).toEqual(['active', '2026-03-20T12:00:00Z', '2026-04-20T12:00:00Z']);
      expect(scene.latestInvoice()).toMatchObject({ status: 'paid', amount_paid: 3000 });
      expect(scene.news().at(-1)).toBe('customer.subscription.resumed');
      scene.advance('2026-04-20T12:00:00Z');
      expect(scene.stateOf(id)).toEqual(['active', '2026-04-20T12:00:00Z', '2026-05-20T12:00:00Z']);
    });

    it('without a card can end the subscription', () => {
      const { id } = scene.server.subscribe(scene.customer, {
        lookupKey: 'pro',
        trialDays: 14,
        card: 'none',
        missingPaymentMethod: 'cancel',
      });
      scene.advance('2026-02-14T10:00:00Z');
      expect(scene.server.subscription(id).status).toBe('canceled');
      expect(scene.server.events.at(-1)?.type).toBe('customer.subscription.deleted');
    });

    it('ends early on request', async () => {
      const { id } = scene.server.subscribe(scene.customer, { lookupKey: 'pro', trialDays: 14 });
      scene.advance('2026-02-05T12:00:00Z');
      await scene.stripe.subscriptions.update(id, { trial_end: 'now' });
      expect(scene.stateOf(id)).toEqual(['active', '2026-02-05T12:00:00Z', '2026-03-05T12:00:00Z']);
      expect(scene.timesOf('customer.subscription.trial_will_end')).toEqual(['2026-02-05T12:00:00Z']);
    });
  });

  describe('a subscription made by a request', () => {
    it('is charged to the customer’s card', async () => {
      const price = scene.server.addPrice({ lookupKey: 'seat', amount: 500 });
      const items = [{ price: price.id, quantity: 3 }];
      await expect(scene.stripe.subscriptions.create({ customer: scene.customer, items })).rejects.toThrow(
        'no attached payment source',
      );
      scene.server.setCard(scene.customer, 'declined');
      await expect(
        scene.stripe.subscriptions.create({ customer: scene.customer, items, payment_behavior: 'error_if_incomplete' }),
      ).rejects.toBeInstanceOf(Stripe.errors.StripeCardError);
      expect(scene.server.invoices).toEqual([]);
      expect((await scene.stripe.subscriptions.create({ customer: scene.customer, items })).status).toBe('incomplete');
      scene.server.setCard(scene.customer, 'good');
      const { id, status } = await scene.stripe.subscriptions.create({
        customer: scene.customer,
        items,
        metadata: { agent: '7' },
      });
      expect(status).toBe('active');
      expect(scene.server.subscription(id)).toMatchObject({ metadata: { agent: '7' }, default_payment_method: null });
      expect(scene.latestInvoice()).toMatchObject({ amount_paid: 1500, lines: { data: [{ quantity: 3 }] } });
    });

    it('can have a trial', async () => {
      const price = scene.server.addPrice({ lookupKey: 'seat', amount: 500 });
      const { status, trial_end } = await scene.stripe.subscriptions.create({
        customer: scene.customer,
        items: [{ price: price.id }],
        trial_period_days: 30,
        trial_settings: { end_behavior: { missing_payment_method: 'pause' } },
      });
      expect([status, iso(trial_end)]).toEqual(['trialing', '2026-03-02T10:00:00Z']);
      scene.advance('2026-03-02T10:00:00Z');
      expect(scene.server.events.at(-1)?.type).toBe('customer.subscription.paused');
    });

    it('waits for a card where it is asked to', async () => {
      const price = scene.server.addPrice({ lookupKey: 'seat', amount: 500 });
      const items = [{ price: price.id }];
      scene.server.setCard(scene.customer, 'good');
      const { status } = await scene.stripe.subscriptions.create({
        customer: scene.customer,
        items,
        payment_behavior: 'default_incomplete',
      });
      expect(status).toBe('incomplete');
      expect(scene.latestInvoice()).toMatchObject({ status: 'open', attempted: false });
    });
  });
});
