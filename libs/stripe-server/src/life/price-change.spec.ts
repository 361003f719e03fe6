import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';

import { startStripeServer, type StripeServer } from '../index.js';
import { connect } from '../testing/stripe-client.js';

describe('another price', () => {
  let server: StripeServer;
  let stripe: Stripe;
  let customer: string;
  let subscription: Stripe.Subscription;
  let team: Stripe.Price;

  beforeEach(async () => {
    server = await startStripeServer({ now: new Date('2026-04-01T00:00:00Z') });
    stripe = connect(server);
    server.addPrice({ lookupKey: 'pro', amount: 3000 });
    team = server.addPrice({ lookupKey: 'team', amount: 6000 });
    customer = server.addCustomer().id;
    subscription = server.subscribe(customer, { lookupKey: 'pro' });
  });
  afterEach(() => server.close());

  const advance = (to: string): void => {
    server.advance(new Date(to));
  };

  const lines = () =>
    server.invoices.at(-1)?.lines.data.map(({ amount, parent }) => ({
      amount,
      proration: parent?.subscription_item_details?.proration,
    }));

  const item = () => server.subscription(subscription.id).items.data[0];

  async function toTeam(prorationBehavior?: Stripe.SubscriptionUpdateParams.ProrationBehavior) {
    return stripe.subscriptions.update(subscription.id, {
      items: [{ id: item()?.id ?? '', price: team.id }],
      ...(prorationBehavior && { proration_behavior: prorationBehavior }),
    });
  }

  it('in the middle of a period is settled on the next invoice', async () => {
    advance('2026-04-16T00:00:00Z');
    const changed = await toTeam();
    expect(changed.items.data[0]).toMatchObject({ price: { lookup_key: 'team' }, plan: { id: team.id } });
    expect(server.events.at(-1)).toMatchObject({ type: 'customer.subscription.updated' });
    expect(server.invoices).toHaveLength(1);

    advance('2026-05-01T00:00:00Z');
    expect(lines()).toEqual([
      { amount: -1500, proration: true },
      { amount: 3000, proration: true },
      { amount: 6000, proration: false },
    ]);
    expect(server.invoices.at(-1)).toMatchObject({ amount_paid: 7500, billing_reason: 'subscription_cycle' });
    expect(server.invoices.at(-1)?.lines.data[0]).toMatchObject({
      parent: { subscription_item_details: { subscription: subscription.id, subscription_item: item()?.id } },
      pricing: { price_details: { price: subscription.items.data[0]?.price.id } },
      period: { start: Date.parse('2026-04-16T00:00:00Z') / 1000, end: Date.parse('2026-05-01T00:00:00Z') / 1000 },
    });
    advance('2026-06-01T00:00:00Z');
    expect(lines()).toEqual([{ amount: 6000, proration: false }]);
  });

  it('is settled at once where asked, or not at all', async () => {
    advance('2026-04-16T00:00:00Z');
    await toTeam('always_invoice');
    expect(server.invoices.at(-1)).toMatchObject({ amount_paid: 1500, billing_reason: 'subscription_update' });
    server.changePrice(subscription.id, 'pro');
    await toTeam('none');
    advance('2026-05-01T00:00:00Z');
    expect(lines()).toEqual([
      { amount: -3000, proration: true },
      { amount: 1500, proration: true },
      { amount: 6000, proration: false },
    ]);
  });

  it('leaves in credit what an invoice cannot pay out', async () => {
    server.addPrice({ lookupKey: 'small', amount: 200 });
    server.changePrice(subscription.id, 'small');
    const small = item()?.price.id ?? '';
    await stripe.subscriptions.update(subscription.id, {
      items: [{ id: item()?.id ?? '', price: small, quantity: 2 }],
      proration_behavior: 'always_invoice',
    });
    expect(server.invoices.at(-1)).toMatchObject({
      total: -2600,
      amount_due: 0,
      ending_balance: -2600,
      status: 'paid',
    });
    expect(await stripe.customers.retrieve(customer)).toMatchObject({ balance: -2600 });
    advance('2026-05-01T00:00:00Z');
    expect(server.invoices.at(-1)).toMatchObject({ total: 400, amount_due: 0, ending_balance: -2200 });
  });

  it('of another interval begins a new period at once', () => {
    server.addPrice({ lookupKey: 'yearly', amount: 30_000, interval: 'year' });
    advance('2026-04-16T00:00:00Z');
    server.changePrice(subscription.id, 'yearly');
    expect(lines()).toEqual([
      { amount: -1500, proration: true },
      { amount: 30_000, proration: false },
    ]);
    expect(item()).toMatchObject({
      current_period_start: Date.parse('2026-04-16T00:00:00Z') / 1000,
      current_period_end: Date.parse('2027-04-16T00:00:00Z') / 1000,
    });
  });

  it('after a free one begins a new period at once', () => {
    server.addPrice({ lookupKey: 'free', amount: 0 });
    subscription = server.subscribe(customer, { lookupKey: 'free' });
    advance('2026-04-16T00:00:00Z');
    server.cancel(subscription.id, { atPeriodEnd: true });
    server.changePrice(subscription.id, 'pro');
    expect(server.invoices.at(-1)).toMatchObject({ amount_paid: 3000 });
    const end = Date.parse('2026-05-16T00:00:00Z') / 1000;
    expect(item()?.current_period_end).toBe(end);
    expect(server.subscription(subscription.id)).toMatchObject({ cancel_at: end, cancel_at_period_end: true });
  });

  it('counts from the end of a trial on', () => {
    const trial = server.subscribe(customer, { lookupKey: 'pro', trialDays: 10 });
    server.changePrice(trial.id, 'team');
    advance('2026-04-11T00:00:00Z');
    expect(lines()).toEqual([{ amount: 6000, proration: false }]);
  });

  it('leaves the subscription past due when it is billed at once and the card is declined', async () => {
    server.setCard(customer, 'declined');
    const { status } = await toTeam('always_invoice');
    expect(status).toBe('past_due');
  });

  it('needs the id of the item that it is for', async () => {
    const update = stripe.subscriptions.update(subscription.id, { items: [{ price: team.id }] });
    await expect(update).rejects.toThrow('would be added');
    const other = stripe.subscriptions.update(subscription.id, { items: [{ id: 'si_x', price: team.id }] });
    await expect(other).rejects.toThrow("No such subscription_item: 'si_x'");
  });

  it('with the lookup key of the present one is not another', async () => {
    const moved = await stripe.prices.create({
      currency: 'usd',
      unit_amount: 4000,
      recurring: { interval: 'month' },
      product_data: { name: 'Pro' },
      lookup_key: 'pro',
      transfer_lookup_key: true,
    });
    expect(item()?.price).toMatchObject({ lookup_key: null, unit_amount: 3000 });
    expect(moved.id).not.toBe(item()?.price.id);
  });
});
