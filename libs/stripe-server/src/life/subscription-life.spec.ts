import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { iso } from '../testing/stripe-client.js';
import { SubscriptionScene } from '../testing/subscription-scene.js';

describe('the life of a subscription', () => {
  let scene: SubscriptionScene;

  beforeEach(async () => {
    scene = await SubscriptionScene.open();
  });
  afterEach(() => scene.server.close());

  describe('a renewal that is not paid', () => {
    let id: string;
    beforeEach(() => {
      ({ id } = scene.server.subscribe(scene.customer, { lookupKey: 'pro' }));
      scene.server.setCard(scene.customer, 'declined');
    });

    it('is tried again after 1, 3 and 7 days, then the subscription is canceled', () => {
      scene.advance('2026-03-07T09:59:59Z');
      expect(scene.server.subscription(id).status).toBe('past_due');
      scene.advance('2026-03-07T10:00:00Z');
      expect(scene.timesOf('invoice.payment_failed')).toEqual([
        '2026-02-28T10:00:00Z',
        '2026-03-01T10:00:00Z',
        '2026-03-03T10:00:00Z',
        '2026-03-07T10:00:00Z',
      ]);
      expect(scene.server.subscription(id)).toMatchObject({
        status: 'canceled',
        cancellation_details: { reason: 'payment_failed' },
      });
      expect(scene.latestInvoice()).toMatchObject({ status: 'open', attempt_count: 4, next_payment_attempt: null });
      scene.news();
      scene.advance('2027-01-01T00:00:00Z');
      scene.server.setCard(scene.customer, 'good');
      expect(scene.news()).toEqual(['customer.updated']);
    });

    it('is paid once there is a good card, and the subscription goes on as before', () => {
      scene.advance('2026-03-02T00:00:00Z');
      scene.news();
      scene.server.setCard(scene.customer, 'good');
      expect(scene.stateOf(id)).toEqual(['active', '2026-02-28T10:00:00Z', '2026-03-31T10:00:00Z']);
      expect(scene.news().slice(-3)).toEqual([
        'invoice.paid',
        'invoice.payment_succeeded',
        'customer.subscription.updated',
      ]);
      scene.advance('2026-03-31T09:00:00Z');
      expect(scene.news()).toEqual([]);
    });

    it('keeps the subscription past due until the latest invoice is paid', async () => {
      scene.advance('2026-03-03T09:00:00Z');
      scene.server.addPrice({ lookupKey: 'team', amount: 6000 });
      const [item] = scene.server.subscription(id).items.data;
      const team = await scene.stripe.prices.list({ lookup_keys: ['team'] });
      const items = [{ id: item?.id ?? '', price: team.data[0]?.id ?? '' }];
      await scene.stripe.subscriptions.update(id, { items, proration_behavior: 'always_invoice' });
      await scene.stripe.subscriptions.update(id, { default_payment_method: 'pm_card_visa' });
      const statuses = () => scene.server.invoices.slice(1).map(({ status }) => status);
      expect(statuses()).toEqual(['open', 'open']);
      scene.advance('2026-03-03T10:00:00Z');
      expect([...statuses(), scene.server.subscription(id).status]).toEqual(['paid', 'open', 'past_due']);
      scene.advance('2026-03-04T09:00:00Z');
      expect([...statuses(), scene.server.subscription(id).status]).toEqual(['paid', 'paid', 'active']);
    });

    it('is not collected any more once the subscription is canceled', () => {
      scene.advance('2026-03-02T00:00:00Z');
      scene.server.cancel(id);
      expect(scene.latestInvoice()).toMatchObject({ status: 'open', auto_advance: false, next_payment_attempt: null });
      scene.news();
      scene.advance('2026-06-01T00:00:00Z');
      expect(scene.news()).toEqual([]);
    });

    it('is paid by the retry when the card has become good by itself', async () => {
      scene.advance('2026-03-02T00:00:00Z');
      await scene.stripe.subscriptions.update(id, { default_payment_method: 'pm_card_visa' });
      expect(scene.server.subscription(id).status).toBe('past_due');
      scene.advance('2026-03-03T10:00:00Z');
      expect(scene.server.subscription(id).status).toBe('active');
      expect(scene.latestInvoice()).toMatchObject({ status: 'paid', attempt_count: 3 });
    });
  });

  it('can be left unpaid after the last retry, with drafts only, until there is a good card', async () => {
    await scene.server.close();
    scene = await SubscriptionScene.open({ afterLastRetry: 'unpaid' });
    const { id } = scene.server.subscribe(scene.customer, { lookupKey: 'pro' });
    scene.server.setCard(scene.customer, 'declined');
    scene.advance('2026-03-31T10:00:00Z');
    expect(scene.server.subscription(id).status).toBe('unpaid');
    expect(scene.server.invoices.map(({ status }) => status)).toEqual(['paid', 'open', 'draft']);
    scene.server.setCard(scene.customer, 'good');
    expect(scene.server.subscription(id).status).toBe('active');
    expect(scene.server.invoices.map(({ status }) => status)).toEqual(['paid', 'paid', 'draft']);
  });

  it('leaves the invoice of a renewal a draft for as long as the option says', async () => {
    await scene.server.close();
    scene = await SubscriptionScene.open({ draftHours: 1 });
    scene.server.subscribe(scene.customer, { lookupKey: 'pro' });
    scene.advance('2026-02-28T10:59:59Z');
    expect(scene.latestInvoice()?.status).toBe('draft');
    scene.advance('2026-02-28T11:00:00Z');
    expect(scene.latestInvoice()?.status).toBe('paid');
  });

  describe('a cancellation', () => {
    it('takes effect at once', async () => {
      const { id } = scene.server.subscribe(scene.customer, { lookupKey: 'pro' });
      scene.news();
      scene.advance('2026-02-10T00:00:00Z');
      expect((await scene.stripe.subscriptions.cancel(id)).status).toBe('canceled');
      expect(iso(scene.server.subscription(id).ended_at)).toBe('2026-02-10T00:00:00Z');
      expect(scene.news()).toEqual(['customer.subscription.deleted']);
      await expect(scene.stripe.subscriptions.cancel(id)).rejects.toThrow(`No such subscription: '${id}'`);
      await expect(scene.stripe.subscriptions.update(id, { cancel_at_period_end: true })).rejects.toThrow('canceled');
      scene.advance('2026-06-01T00:00:00Z');
      expect(scene.news()).toEqual([]);
    });

    it.each([
      ['period', {}, '2026-02-28T10:00:00Z'],
      ['trial', { trialDays: 14 }, '2026-02-14T10:00:00Z'],
    ])('takes effect at the end of the %s where it is asked for so', async (_, trial, end) => {
      const { id } = scene.server.subscribe(scene.customer, { lookupKey: 'pro', ...trial });
      scene.advance('2026-02-10T00:00:00Z');
      const asked = await scene.stripe.subscriptions.update(id, { cancel_at_period_end: true });
      expect(iso(asked.cancel_at)).toBe(end);
      expect(asked.cancellation_details?.reason).toBe('cancellation_requested');
      expect(scene.stateOf(id)[0]).not.toBe('canceled');
      scene.advance(end);
      const { status, ended_at, canceled_at, cancellation_details } = scene.server.subscription(id);
      expect(cancellation_details?.reason).toBe('cancellation_requested');
      expect([status, iso(ended_at), iso(canceled_at)]).toEqual(['canceled', end, '2026-02-10T00:00:00Z']);
      expect(scene.server.invoices).toHaveLength(1);
    });

    it('at the end of the period can be taken back', async () => {
      const { id } = scene.server.subscribe(scene.customer, { lookupKey: 'pro' });
      scene.server.cancel(id, { atPeriodEnd: true });
      await scene.stripe.subscriptions.update(id, { cancel_at_period_end: false });
      scene.advance('2026-03-01T00:00:00Z');
      expect(scene.server.subscription(id)).toMatchObject({ status: 'active', cancel_at: null, canceled_at: null });
    });
  });

  describe('a pause', () => {
    it('stops the periods, and credits what was paid for the rest of one', () => {
      const { id } = scene.server.subscribe(scene.customer, { lookupKey: 'pro' });
      scene.advance('2026-02-14T10:00:00Z');
      scene.news();
      scene.server.pause(id);
      expect(scene.news()).toEqual(['customer.subscription.updated', 'customer.subscription.paused']);
      scene.advance('2026-05-01T00:00:00Z');
      expect(scene.news()).toEqual([]);
      scene.server.resume(id);
      expect(scene.stateOf(id)).toEqual(['active', '2026-05-01T00:00:00Z', '2026-06-01T00:00:00Z']);
      expect(scene.latestInvoice()?.lines.data.map(({ amount }) => amount)).toEqual([-1500, 3000]);
      expect(() => scene.server.resume(id)).toThrow('only a paused one');
    });
  });

  it('does not go back in time', () => {
    expect(() => {
      scene.advance('2026-01-01T00:00:00Z');
    }).toThrow('already');
    scene.advance('2026-02-01T00:00:00Z');
    expect(scene.server.now).toEqual(new Date('2026-02-01T00:00:00Z'));
  });
});
