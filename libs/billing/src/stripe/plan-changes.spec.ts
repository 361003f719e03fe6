import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '@rollcall/auth';

import { BillingAccounts } from '../billing-accounts.js';
import { BillingCycles } from '../billing-cycles.js';
import type { BillingAccountFields } from '../billing-fields.js';
import { StripeWorld, type TestAgent } from '../testing/stripe-world.js';

describe('a change of plan of an agent who pays by Stripe', () => {
  let world: StripeWorld;
  let basic: string;
  let premium: string;
  let actor: Actor;

  beforeAll(async () => {
    world = await StripeWorld.start();
    basic = await world.plan('basic', { messages: 10 });
    premium = await world.plan('premium', { messages: 100 });
    actor = await world.actor();
  });

  afterAll(async () => {
    await world.close();
  });

  const subscriber = () => world.subscriber({ lookupKey: 'basic' });
  const cycles = () => world.module.get(BillingCycles);
  const change = (agent: TestAgent, fields: Partial<BillingAccountFields>) =>
    world.transactions.run((tx) => world.module.get(BillingAccounts).change(tx, actor, agent.id, fields));
  const priceOf = async (agent: TestAgent) =>
    world.server.subscription(await world.subscriptionOf(agent)).items.data[0]?.price.lookup_key;
  const sync = (agent: TestAgent) => world.sync.syncRequested(agent.id);

  it.each<[string, (agent: TestAgent) => Promise<unknown>]>([
    ['the agency', (agent) => cycles().changePlan(actor, agent.id, premium)],
    ['its field', (agent) => change(agent, { activeBillingPlanId: premium })],
  ])(
    'now, by %s, is billed by Stripe from now on, and grants the plan for the cycle that was paid',
    async (_by, by) => {
      const agent = await subscriber();
      await by(agent);
      expect(await world.account(agent)).toMatchObject({ activeBillingPlanId: premium });
      expect(await world.granted(agent, premium)).toEqual([]);
      await sync(agent);
      expect(await priceOf(agent)).toBe('premium');
      expect(await world.account(agent)).toMatchObject({ activeBillingPlanId: premium, stripeRequestedPlanId: null });
      expect(await world.granted(agent, premium)).toHaveLength(1);
      world.later(32);
      await world.syncNow(agent);
      expect(await world.granted(agent, premium)).toHaveLength(2);
      expect(await world.granted(agent, basic)).toHaveLength(1);
      const renewal = world.server.invoices
        .filter(({ billing_reason: reason }) => reason === 'subscription_cycle')
        .at(-1);
      expect(renewal?.lines.data.some(({ parent }) => parent?.subscription_item_details?.proration)).toBe(true);
    },
  );

  it('leaves an entry with who chose it, also for one who pays by Stripe, and none when Stripe follows', async () => {
    const agent = await subscriber();
    await cycles().changePlan(actor, agent.id, premium);
    await sync(agent);
    expect(await world.planEntries(agent)).toEqual([
      { actor: null, active: { before: null, after: basic }, next: null },
      { actor: actor.agentId, active: { before: basic, after: premium }, next: null },
    ]);
  });

  it('at the next cycle is to be scheduled at Stripe; there is no next plan beside a subscription', async () => {
    const agent = await world.agent();
    await change(agent, { nextBillingPlanId: premium });
    await world.syncNow(agent);
    expect(await world.account(agent)).toMatchObject({ nextBillingPlanId: premium });
    world.server.subscribe(await world.customerOf(agent), { lookupKey: 'basic' });
    await world.syncNow(agent);
    expect(await world.account(agent)).toMatchObject({ activeBillingPlanId: basic, nextBillingPlanId: null });
    await expect(change(agent, { nextBillingPlanId: premium })).rejects.toMatchObject({ code: 'plan_follows_stripe' });
    expect(await change(agent, { nextBillingPlanId: null })).toEqual({});
    expect(await priceOf(agent)).toBe('basic');
  });

  it('to the one it has changes nothing, whatever price its lookup key has by now', async () => {
    const agent = await subscriber();
    const before = await world.account(agent);
    await cycles().changePlan(actor, agent.id, basic);
    expect(await world.account(agent)).toEqual(before);
  });

  it('grants the new plan for no cycle but the one that was paid', async () => {
    const agent = await subscriber();
    const end =
      (world.server.subscription(await world.subscriptionOf(agent)).items.data[0]?.current_period_end ?? 0) * 1_000;
    world.server.setCard(await world.customerOf(agent), 'declined');
    world.server.advance(new Date(end));
    await cycles().changePlan(actor, agent.id, premium);
    await sync(agent);
    expect(await world.granted(agent, premium)).toEqual([]);
    expect(await world.granted(agent, basic)).toHaveLength(1);
  });

  it('of a year grants one plan for each month from then on', async () => {
    const [one, other] = [
      await world.plan('year-one', { m: 1 }, 'year'),
      await world.plan('year-other', { m: 1 }, 'year'),
    ];
    const agent = await world.subscriber({ lookupKey: 'year-one' });
    world.later(40);
    await world.syncNow(agent);
    await cycles().changePlan(actor, agent.id, other);
    await sync(agent);
    expect([await world.granted(agent, one), await world.granted(agent, other)]).toMatchObject([
      { length: 2 },
      { length: 1 },
    ]);
    world.later(65);
    await world.syncNow(agent);
    expect([await world.granted(agent, one), await world.granted(agent, other)]).toMatchObject([
      { length: 2 },
      { length: 3 },
    ]);
  });

  it('from a year to a month ends what was left of the year', async () => {
    const year = await world.plan('year-left', { messages: 1 }, 'year');
    const agent = await world.subscriber({ lookupKey: 'year-left' });
    world.later(1);
    world.server.changePrice(await world.subscriptionOf(agent), 'basic');
    world.later(65);
    await world.syncNow(agent);
    expect(await world.granted(agent, year)).toHaveLength(1);
    expect(await world.granted(agent, basic)).toHaveLength(3);
  });

  it('at Stripe is followed', async () => {
    const agent = await subscriber();
    world.server.changePrice(await world.subscriptionOf(agent), 'premium');
    await world.syncNow(agent);
    expect(await world.account(agent)).toMatchObject({ activeBillingPlanId: premium });
    expect(await world.granted(agent, premium)).toHaveLength(1);
  });

  it('to a plan without a lookup key is refused, and so is a cycle of our own', async () => {
    const agent = await subscriber();
    const free = await world.plan(null);
    const before = await world.account(agent);
    const refused = { code: 'plan_without_price' };
    await expect(cycles().changePlan(actor, agent.id, free)).rejects.toMatchObject(refused);
    await expect(change(agent, { activeBillingPlanId: free })).rejects.toMatchObject(refused);
    await expect(cycles().restart(actor, agent.id, 1)).rejects.toMatchObject({ code: 'plan_follows_stripe' });
    await expect(cycles().changePlan(actor, agent.id, agent.uuid)).rejects.toMatchObject({ code: 'plan_unknown' });
    expect(await world.account(agent)).toEqual(before);
  });

  it('to a plan whose price Stripe does not have is refused at once', async () => {
    const agent = await subscriber();
    const missing = await world.plan(null);
    await world.rows("UPDATE billing_plans SET plan_lookup_key = 'missing' WHERE id = $1", missing);
    const before = await world.account(agent);
    await expect(cycles().changePlan(actor, agent.id, missing)).rejects.toMatchObject({
      code: 'plan_without_price',
      fields: [{ field: 'newBillingPlanId', message: expect.stringContaining('missing; add it there') }],
    });
    const asked = world.module.get(BillingAccounts).assertChangeable(actor, agent.id, { activeBillingPlanId: missing });
    await expect(asked).rejects.toMatchObject({ code: 'plan_without_price' });
    expect(await world.account(agent)).toEqual(before);
  });

  it('that was taken while Stripe was away fails with a reason until it has the price, and the rest is followed', async () => {
    const agent = await subscriber();
    const nowhere = await world.plan(null);
    await world.rows("UPDATE billing_plans SET plan_lookup_key = 'nowhere' WHERE id = $1", nowhere);
    world.server.fail(500, 1);
    await cycles().changePlan(actor, agent.id, nowhere);
    world.server.setCard(await world.customerOf(agent), 'declined');
    world.later(32);
    const reason = 'no active price with the lookup key nowhere';
    await expect(sync(agent)).rejects.toThrow(reason);
    await expect(sync(agent)).rejects.toThrow(reason);
    expect(await world.account(agent)).toMatchObject({
      activeBillingPlanId: basic,
      stripeSubscriptionStatus: 'past_due',
    });
    world.server.addPrice({ lookupKey: 'nowhere' });
    await sync(agent);
    expect(await world.account(agent)).toMatchObject({ activeBillingPlanId: nowhere, stripeRequestedPlanId: null });
  });

  it.each<[string, (agent: TestAgent) => Promise<unknown>]>([
    ['the agency', (agent) => cycles().changePlan(actor, agent.id, basic)],
    ['its field', (agent) => change(agent, { activeBillingPlanId: basic })],
  ])('back to the one it has, by %s, takes back another that Stripe has not taken', async (_by, by) => {
    const agent = await subscriber();
    const gone = await world.plan('gone');
    await cycles().changePlan(actor, agent.id, gone);
    world.server.forgetPrice('gone');
    await expect(sync(agent)).rejects.toThrow('no active price with the lookup key gone');
    expect(await world.account(agent)).toMatchObject({ activeBillingPlanId: basic, stripeRequestedPlanId: gone });
    await by(agent);
    world.server.addPrice({ lookupKey: 'gone' });
    await sync(agent);
    expect(await priceOf(agent)).toBe('basic');
    expect(await world.account(agent)).toMatchObject({ activeBillingPlanId: basic, stripeRequestedPlanId: null });
    await world.rows('UPDATE billing_plans SET plan_lookup_key = NULL WHERE id = $1', gone);
    world.server.forgetPrice('gone');
  });

  it('by hand is all there is to the fields that Stripe knows better', async () => {
    const agent = await subscriber();
    const before = await world.account(agent);
    await change(agent, {
      stripeSubscriptionId: 'sub_mine',
      stripeSubscriptionStatus: 'canceled',
      stripeHasPaymentMethod: false,
      stripeLastPaymentDate: null,
      isPaying: false,
      isTrial: true,
      usedTrial: true,
      lastCreditsRefresh: null,
      nextCreditsRefresh: null,
      activeBillingPlanId: null,
    });
    const { stripeSyncRequests, stripeCheckAt, ...after } = await world.account(agent);
    expect(before).toMatchObject(after);
    expect(stripeSyncRequests).toBe(before.stripeSyncRequests + 1);
    expect(stripeCheckAt?.getTime()).toBeLessThan(before.stripeCheckAt?.getTime() ?? 0);
  });

  it('is left to Stripe when cycles are renewed here', async () => {
    const agent = await subscriber();
    world.server.setCard(await world.customerOf(agent), 'declined');
    world.later(33);
    while ((await cycles().renewDue()) > 0);
    expect(await world.granted(agent, basic)).toHaveLength(1);
    await world.syncNow(agent);
    while ((await cycles().renewDue()) > 0);
    expect(await world.granted(agent, basic)).toHaveLength(1);
  });
});
