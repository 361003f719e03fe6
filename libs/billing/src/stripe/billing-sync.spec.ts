import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { BillingCycles } from '../billing-cycles.js';
import { StripeWorld } from '../testing/stripe-world.js';

describe('the sync of billing accounts with Stripe', () => {
  let world: StripeWorld;
  let basic: string;
  let premium: string;

  beforeAll(async () => {
    world = await StripeWorld.start();
    basic = await world.plan('basic', { messages: 10 });
    premium = await world.plan('premium', { messages: 100 });
    world.server.addPrice({ lookupKey: 'unknown here' });
  });

  beforeEach(() => {
    world.server.fail(null);
  });

  afterAll(async () => {
    await world.close();
  });

  it('writes what a subscription says, and grants the credits of its plan', async () => {
    const agent = await world.subscriber({ lookupKey: 'basic' });
    expect(await world.account(agent)).toMatchObject({
      stripeSubscriptionStatus: 'active',
      stripeHasPaymentMethod: true,
      stripeLastPaymentDate: world.server.now,
      billingUpdatedAt: world.server.now,
      isPaying: true,
      isTrial: false,
      usedTrial: false,
      activeBillingPlanId: basic,
      lastCreditsRefresh: world.server.now,
    });
    expect(await world.granted(agent, basic)).toHaveLength(1);
    await world.syncNow(agent);
    expect(await world.granted(agent, basic)).toHaveLength(1);
  });

  it('follows a trial, which is paid for with nothing, to the end, and remembers it', async () => {
    const agent = await world.subscriber({ lookupKey: 'basic', trialDays: 14 });
    expect(await world.account(agent)).toMatchObject({
      stripeSubscriptionStatus: 'trialing',
      isTrial: true,
      usedTrial: true,
      isPaying: false,
      stripeLastPaymentDate: null,
      activeBillingPlanId: basic,
    });
    expect(await world.granted(agent, basic)).toHaveLength(1);
    world.later(15);
    await world.syncNow(agent);
    expect(await world.account(agent)).toMatchObject({ isTrial: false, usedTrial: true, isPaying: true });
    expect(await world.granted(agent, basic)).toHaveLength(2);
  });

  it('grants every cycle that was paid for once, however late it looks', async () => {
    const agent = await world.subscriber({ lookupKey: 'basic' });
    const began = world.server.now;
    world.later(100);
    await world.syncNow(agent);
    await world.syncNow(agent);
    const cycles = await world.granted(agent, basic);
    expect(cycles).toHaveLength(4);
    expect(cycles[0]).toBe(began.toISOString().slice(0, 10));
    const { lastCreditsRefresh, nextCreditsRefresh } = await world.account(agent);
    expect(lastCreditsRefresh?.toISOString().slice(0, 10)).toBe(cycles[3]);
    expect(nextCreditsRefresh?.getTime()).toBeGreaterThan(world.server.now.getTime());
  });

  it('grants the months of a year that was paid for, each when it begins', async () => {
    const yearly = await world.plan('basic-yearly', { messages: 1 }, 'year');
    const agent = await world.subscriber({ lookupKey: 'basic-yearly' });
    expect(await world.granted(agent, yearly)).toHaveLength(1);
    world.later(95);
    await world.syncNow(agent);
    expect(await world.granted(agent, yearly)).toHaveLength(4);
  });

  it('grants nothing for a cycle that is not paid for, until it is', async () => {
    const agent = await world.subscriber({ lookupKey: 'basic' });
    world.server.setCard(await world.customerOf(agent), 'declined');
    world.later(32);
    await world.syncNow(agent);
    expect(await world.account(agent)).toMatchObject({
      stripeSubscriptionStatus: 'past_due',
      isPaying: false,
      activeBillingPlanId: basic,
      nextCreditsRefresh: null,
    });
    expect(await world.granted(agent, basic)).toHaveLength(1);
    world.server.setCard(await world.customerOf(agent), 'good');
    await world.syncNow(agent);
    expect(await world.account(agent)).toMatchObject({ stripeSubscriptionStatus: 'active', isPaying: true });
    expect(await world.granted(agent, basic)).toHaveLength(2);
  });

  it('takes the plan away with the subscription, and leaves one that came from elsewhere', async () => {
    const agent = await world.subscriber({ lookupKey: 'basic' });
    world.server.cancel(await world.subscriptionOf(agent));
    await world.syncNow(agent);
    expect(await world.account(agent)).toMatchObject({
      stripeSubscriptionStatus: 'canceled',
      activeBillingPlanId: null,
      nextCreditsRefresh: null,
      isPaying: false,
    });
    await world.module.get(BillingCycles).changePlan(await world.actor(), agent.id, premium);
    await world.syncNow(agent);
    expect(await world.account(agent)).toMatchObject({
      activeBillingPlanId: premium,
      nextCreditsRefresh: expect.any(Date),
    });
  });

  it('follows the newest subscription that has not ended', async () => {
    const agent = await world.subscriber({ lookupKey: 'basic' });
    const first = await world.subscriptionOf(agent);
    world.server.cancel(first);
    world.later(1);
    const second = world.server.subscribe(await world.customerOf(agent), { lookupKey: 'premium' });
    await world.syncNow(agent);
    expect(await world.account(agent)).toMatchObject({ stripeSubscriptionId: second.id, activeBillingPlanId: premium });
  });

  it('leaves an entry of its own in the activity log for each plan that it finds changed, and for nothing else', async () => {
    const agent = await world.subscriber({ lookupKey: 'basic' });
    await world.syncNow(agent);
    world.later(32);
    await world.syncNow(agent);
    world.server.cancel(await world.subscriptionOf(agent));
    await world.syncNow(agent);
    expect(await world.planEntries(agent)).toEqual([
      { actor: null, active: { before: null, after: basic }, next: null },
      { actor: null, active: { before: basic, after: null }, next: null },
    ]);
  });

  it('keeps the plan when no plan has the lookup key of the price', async () => {
    const agent = await world.agent();
    await world.module.get(BillingCycles).changePlan(await world.actor(), agent.id, basic);
    await world.syncNow(agent);
    world.server.subscribe(await world.customerOf(agent), { lookupKey: 'unknown here' });
    await world.syncNow(agent);
    expect(await world.account(agent)).toMatchObject({ activeBillingPlanId: basic, isPaying: true });
  });

  it('follows the subscription that gives a plan, and not a checkout that was begun and left', async () => {
    const agent = await world.subscriber({ lookupKey: 'basic' });
    const first = await world.subscriptionOf(agent);
    world.later(1);
    world.server.subscribe(await world.customerOf(agent), { lookupKey: 'premium', card: 'declined' });
    await world.syncNow(agent);
    expect(await world.account(agent)).toMatchObject({
      stripeSubscriptionId: first,
      activeBillingPlanId: basic,
      isPaying: true,
    });
  });

  it('grants nothing before a renewal is paid for, though the subscription counts as active by then', async () => {
    const agent = await world.subscriber({ lookupKey: 'basic' });
    const { current_period_end: end = 0 } =
      world.server.subscription(await world.subscriptionOf(agent)).items.data[0] ?? {};
    world.server.advance(new Date(end * 1_000 + 60_000));
    await world.syncNow(agent);
    expect(await world.account(agent)).toMatchObject({ stripeSubscriptionStatus: 'active' });
    expect(await world.granted(agent, basic)).toHaveLength(1);
    world.later(1);
    await world.syncNow(agent);
    expect(await world.granted(agent, basic)).toHaveLength(2);
  });

  it('grants nothing while a subscription is paused', async () => {
    const yearly = await world.plan('paused-yearly', { messages: 1 }, 'year');
    const agent = await world.subscriber({ lookupKey: 'paused-yearly' });
    world.server.pause(await world.subscriptionOf(agent));
    world.later(65);
    await world.syncNow(agent);
    expect(await world.account(agent)).toMatchObject({
      stripeSubscriptionStatus: 'paused',
      activeBillingPlanId: yearly,
    });
    expect(await world.granted(agent, yearly)).toHaveLength(1);
    world.server.resume(await world.subscriptionOf(agent));
    const resumed = world.server.now.toISOString().slice(0, 10);
    world.later(1);
    await world.syncNow(agent);
    expect((await world.granted(agent, yearly)).slice(1)).toEqual([resumed]);
  });

  it('grants a cycle that was paid for before a pause, also when it looks during that', async () => {
    const agent = await world.agent();
    await world.syncNow(agent);
    const { id } = world.server.subscribe(await world.customerOf(agent), { lookupKey: 'basic' });
    world.later(1);
    world.server.pause(id);
    await world.syncNow(agent);
    expect(await world.granted(agent, basic)).toHaveLength(1);
  });

  it('grants of the cycles from before the agent was here the one under way alone', async () => {
    const customer = world.server.addCustomer();
    world.server.subscribe(customer.id, { lookupKey: 'basic' });
    world.later(70);
    const agent = await world.agent();
    await world.rows('UPDATE billing_accounts SET stripe_customer_id = $2 WHERE agent_id = $1', agent.id, customer.id);
    await world.syncNow(agent);
    expect(await world.granted(agent, basic)).toHaveLength(1);
  });

  it('begins cycles of its own for a plan that is set after the subscription is over', async () => {
    const agent = await world.subscriber({ lookupKey: 'basic' });
    world.server.cancel(await world.subscriptionOf(agent));
    world.later(150);
    await world.syncNow(agent);
    await world.rows('UPDATE billing_accounts SET active_billing_plan_id = $2 WHERE agent_id = $1', agent.id, basic);
    while ((await world.module.get(BillingCycles).renewDue()) > 0);
    expect(await world.granted(agent, basic)).toHaveLength(2);
    expect(await world.account(agent)).toMatchObject({ lastCreditsRefresh: world.server.now });
  });

  it('stands by what a version without records of grants has granted', async () => {
    const agent = await world.subscriber({ lookupKey: 'basic' });
    await world.rows('DELETE FROM credit_grants WHERE agent_id = $1', agent.id);
    await world.syncNow(agent);
    expect(await world.granted(agent, basic)).toHaveLength(1);
  });

  it('reads all lines of an invoice, however many parts of a month come before the month', async () => {
    const agent = await world.subscriber({ lookupKey: 'basic' });
    for (let change = 0; change < 6; change++) {
      world.later(1);
      world.server.changePrice(await world.subscriptionOf(agent), change % 2 ? 'basic' : 'premium');
    }
    world.later(26);
    await world.syncNow(agent);
    const renewal = world.server.invoices
      .filter(({ billing_reason: reason }) => reason === 'subscription_cycle')
      .at(-1);
    expect(renewal?.lines.data.length).toBeGreaterThan(10);
    expect(await world.granted(agent, basic)).toHaveLength(2);
  });

  it('ends no subscription that another agent lives on', async () => {
    const agent = await world.subscriber({ lookupKey: 'basic' });
    const other = await world.agent();
    const customer = await world.customerOf(agent);
    await world.rows('UPDATE billing_accounts SET stripe_customer_id = $2 WHERE agent_id = $1', other.id, customer);
    await world.rows('UPDATE agents SET deleted_at = now() WHERE id = $1', agent.id);
    await world.syncNow(agent);
    expect(world.server.subscription(await world.subscriptionOf(agent)).status).toBe('active');
  });

  it('ends the subscriptions of an agent who is deleted', async () => {
    const agent = await world.subscriber({ lookupKey: 'basic' });
    const subscription = await world.subscriptionOf(agent);
    await world.rows('UPDATE agents SET deleted_at = now() WHERE id = $1', agent.id);
    await world.syncNow(agent);
    expect(world.server.subscription(subscription).status).toBe('canceled');
    expect(await world.account(agent)).toMatchObject({ stripeSubscriptionStatus: 'canceled', stripeCheckAt: null });
  });

  it('ends the subscriptions of an agent who is deleted once the last other agent has left who names its customer', async () => {
    const [agent, other] = [await world.subscriber({ lookupKey: 'basic' }), await world.agent()];
    const [customer, subscription] = [await world.customerOf(agent), await world.subscriptionOf(agent)];
    await world.rows('UPDATE billing_accounts SET stripe_customer_id = $2 WHERE agent_id = $1', other.id, customer);
    await world.rows('UPDATE agents SET deleted_at = now() WHERE id = $1', agent.id);
    await world.syncNow(agent);
    await world.rows('UPDATE agents SET deleted_at = now() WHERE id = $1', other.id);
    await world.syncNow(other);
    world.later(1);
    while ((await world.sync.reconcileDue()) > 0);
    expect(world.server.subscription(subscription).status).toBe('canceled');
    expect(await world.account(agent)).toMatchObject({ stripeCheckAt: null });
    expect(await world.account(other)).toMatchObject({ stripeCheckAt: null });
  });

  it('does nothing for a request that an earlier look has answered', async () => {
    const agent = await world.subscriber({ lookupKey: 'basic' });
    const before = world.server.requests.length;
    await Promise.all(Array.from({ length: 5 }, () => world.sync.syncRequested(agent.id)));
    expect(world.server.requests).toHaveLength(before);
  });
});
