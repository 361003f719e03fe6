import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { BillingCycles } from '../billing-cycles.js';
import { StripeWorld, type TestAgent } from '../testing/stripe-world.js';

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

  const requestsOf = (agent: TestAgent, method: string, path: RegExp) =>
    world.server.requests.filter(
      (seen) => seen.method === method && path.test(seen.path) && JSON.stringify(seen.params).includes(agent.uuid),
    );

  it('makes a customer for an agent that has none, with its name and address', async () => {
    const agent = await world.agent();
    await world.syncNow(agent);
    expect(world.server.customer(await world.customerOf(agent))).toMatchObject({
      name: 'Ada Lovelace',
      email: expect.stringContaining('@example.com'),
      metadata: { agent_uuid: agent.uuid },
    });
    expect(await world.account(agent)).toMatchObject({
      stripeSubscriptionStatus: null,
      isPaying: false,
      isTrial: false,
    });
    expect(requestsOf(agent, 'POST', /customers$/)).toMatchObject([{ apiVersion: '2026-10-28.endive' }]);
  });

  it.each(['lost', 'cut', 500, 429, 'nonsense', 'silence'] as const)(
    'makes one customer, though Stripe answers %s at first, and leaves nothing half done',
    async (trouble) => {
      const agent = await world.agent();
      world.server.fail(trouble, 2);
      await world.request(agent);
      await expect(world.sync.syncRequested(agent.id)).rejects.toThrow(/Stripe/);
      expect(await world.account(agent)).toMatchObject({ stripeCustomerId: null, stripeSyncedAt: null });
      world.server.fail(null);
      await world.sync.syncRequested(agent.id);
      const made = world.server.events.filter(
        ({ type, data }) => type === 'customer.created' && JSON.stringify(data).includes(agent.uuid),
      );
      expect(made).toHaveLength(1);
      expect(await world.customerOf(agent)).toMatch(/^cus_/);
    },
  );

  it('tells Stripe of a new name and address', async () => {
    const agent = await world.subscriber({ lookupKey: 'basic' });
    await world.rows("UPDATE agents SET first_name = 'Augusta', email = 'augusta@example.com' WHERE id = $1", agent.id);
    await world.syncNow(agent);
    expect(world.server.customer(await world.customerOf(agent))).toMatchObject({
      name: 'Augusta Lovelace',
      email: 'augusta@example.com',
    });
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
    world.later(14);
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
    await world.module.get(BillingCycles).changePlan(agent.id, premium);
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

  it('keeps the plan when no plan has the lookup key of the price', async () => {
    const agent = await world.agent();
    await world.module.get(BillingCycles).changePlan(agent.id, basic);
    await world.syncNow(agent);
    world.server.subscribe(await world.customerOf(agent), { lookupKey: 'unknown here' });
    await world.syncNow(agent);
    expect(await world.account(agent)).toMatchObject({ activeBillingPlanId: basic, isPaying: true });
  });

  it('ends the subscriptions of an agent who is deleted', async () => {
    const agent = await world.subscriber({ lookupKey: 'basic' });
    const subscription = await world.subscriptionOf(agent);
    await world.rows('UPDATE agents SET deleted_at = now() WHERE id = $1', agent.id);
    await world.syncNow(agent);
    expect(world.server.subscription(subscription).status).toBe('canceled');
    expect(await world.account(agent)).toMatchObject({ stripeSubscriptionStatus: 'canceled', stripeCheckAt: null });
  });

  it.each(['deleted_at = now()', 'email = NULL, is_service = true'])(
    'makes no customer for an agent with %s',
    async (state) => {
      const agent = await world.agent();
      await world.rows(`UPDATE agents SET ${state} WHERE id = $1`, agent.id);
      await world.syncNow(agent);
      expect(await world.account(agent)).toMatchObject({ stripeCustomerId: null, stripeCheckAt: null });
    },
  );

  it('makes another customer in the place of one that was deleted at Stripe', async () => {
    const agent = await world.subscriber({ lookupKey: 'basic' });
    const customer = await world.customerOf(agent);
    world.server.deleteCustomer(customer);
    await world.syncNow(agent);
    expect(await world.customerOf(agent)).not.toBe(customer);
    expect(await world.account(agent)).toMatchObject({ activeBillingPlanId: null, stripeSubscriptionStatus: null });
  });

  it('changes nothing for a customer that Stripe does not know, and says so', async () => {
    const agent = await world.agent();
    await world.rows(
      "UPDATE billing_accounts SET stripe_customer_id = 'cus_typo', is_paying = true WHERE agent_id = $1",
      agent.id,
    );
    await expect(world.syncNow(agent)).rejects.toThrow("No such customer: 'cus_typo'");
    expect(await world.account(agent)).toMatchObject({
      stripeCustomerId: 'cus_typo',
      isPaying: true,
      stripeSyncedAt: null,
    });
  });

  it('does nothing for a request that an earlier look has answered', async () => {
    const agent = await world.subscriber({ lookupKey: 'basic' });
    const before = world.server.requests.length;
    await Promise.all(Array.from({ length: 5 }, () => world.sync.syncRequested(agent.id)));
    expect(world.server.requests).toHaveLength(before);
  });
});
