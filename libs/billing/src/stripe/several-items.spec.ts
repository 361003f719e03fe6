import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '@rollcall/auth';

import { BillingCycles } from '../billing-cycles.js';
import { BillingPlans } from '../billing-plans.service.js';
import { StripeWorld, type TestAgent } from '../testing/stripe-world.js';

describe('a subscription with several items', () => {
  let world: StripeWorld;
  let basic: string;
  let premium: string;
  let actor: Actor;

  beforeAll(async () => {
    world = await StripeWorld.start();
    basic = await world.plan('basic', { messages: 10 });
    premium = await world.plan('premium', { messages: 100 });
    world.server.addPrice({ lookupKey: 'storage' });
    world.server.addPrice({ lookupKey: 'phone line' });
    world.server.addPrice({ lookupKey: 'later' });
    actor = await world.actor();
  });

  afterAll(async () => {
    await world.close();
  });

  const itemsOf = async (agent: TestAgent) =>
    world.server
      .subscription(await world.subscriptionOf(agent))
      .items.data.map(({ id, price }) => ({ id, lookupKey: price.lookup_key }));

  it('gives the plan of the item that has one, behind add-ons, and its credits once for each paid period', async () => {
    const agent = await world.subscriber({ lookupKey: 'basic', addOns: ['storage', 'phone line'] });
    expect(await world.account(agent)).toMatchObject({ activeBillingPlanId: basic, stripeProblem: null });
    world.later(32);
    await world.syncNow(agent);
    expect(await world.granted(agent, basic)).toHaveLength(2);
  });

  it('has that item changed with the plan, and the others left as they are', async () => {
    const agent = await world.subscriber({ lookupKey: 'basic', addOns: ['storage'] });
    const [storage, plan] = await itemsOf(agent);
    await world.module.get(BillingCycles).changePlan(actor, agent.id, premium);
    await world.syncNow(agent);
    expect(await itemsOf(agent)).toEqual([storage, { ...plan, lookupKey: 'premium' }]);
    expect(await world.account(agent)).toMatchObject({ activeBillingPlanId: premium, stripeProblem: null });
  });

  it.each([
    ['none of which has a plan', { lookupKey: 'phone line', addOns: ['storage'] }, 'No item of the subscription'],
    ['two of which have a plan', { lookupKey: 'basic', addOns: ['premium'] }, '2 items of the subscription'],
  ])('%s, says so in the account, and grants nothing by guess', async (_what, options, problem) => {
    const agent = await world.subscriber(options);
    const account = await world.account(agent);
    expect(account).toMatchObject({ activeBillingPlanId: null, nextCreditsRefresh: null });
    expect(account.stripeProblem).toContain(problem);
    const granted = async () => [...(await world.granted(agent, basic)), ...(await world.granted(agent, premium))];
    expect(await granted()).toEqual([]);
    world.later(1);
    world.server.cancel(await world.subscriptionOf(agent));
    await world.syncNow(agent);
    expect(await granted()).toEqual([]);
  });

  it('more than come at once is read to the last', async () => {
    const addOns = Array.from({ length: 12 }, (_, index) => `add-on ${index}`);
    for (const lookupKey of addOns) world.server.addPrice({ lookupKey });
    const agent = await world.subscriber({ lookupKey: 'basic', addOns });
    expect(await world.account(agent)).toMatchObject({ activeBillingPlanId: basic, stripeProblem: null });
    expect(await world.granted(agent, basic)).toHaveLength(1);
  });

  it('without a plan leaves the one that was chosen by hand, also when it is over', async () => {
    const agent = await world.agent();
    await world.syncNow(agent);
    await world.module.get(BillingCycles).changePlan(actor, agent.id, basic);
    const { id } = world.server.subscribe(await world.customerOf(agent), { lookupKey: 'storage' });
    await world.syncNow(agent);
    world.server.cancel(id);
    await world.syncNow(agent);
    expect(await world.account(agent)).toMatchObject({
      activeBillingPlanId: basic,
      stripeSubscriptionStatus: 'canceled',
    });
  });

  it('takes its plan away when it is over, also when the item was replaced by one without a plan before', async () => {
    const agent = await world.subscriber({ lookupKey: 'basic' });
    world.server.changePrice(await world.subscriptionOf(agent), 'storage');
    await world.syncNow(agent);
    world.server.cancel(await world.subscriptionOf(agent));
    await world.syncNow(agent);
    expect(await world.account(agent)).toMatchObject({ activeBillingPlanId: null });
  });

  it('takes its plan away when it is over, also when its price stands for no plan by then', async () => {
    const key = 'renamed later';
    const plan = await world.plan(key, { messages: 1 });
    const [byHand, fromStripe] = [await world.agent(), await world.subscriber({ lookupKey: key })];
    await world.syncNow(byHand);
    await world.module.get(BillingCycles).changePlan(actor, byHand.id, basic);
    world.server.subscribe(await world.customerOf(byHand), { lookupKey: key });
    await world.syncNow(byHand);
    await world.rows('UPDATE billing_plans SET plan_lookup_key = NULL WHERE id = $1', plan);
    for (const agent of [byHand, fromStripe]) {
      world.server.cancel(await world.subscriptionOf(agent));
      await world.syncNow(agent);
      expect(await world.account(agent)).toMatchObject({ activeBillingPlanId: null, nextCreditsRefresh: null });
    }
  });

  it('without a plan takes no other by hand, and is looked at again when a plan gets a lookup key', async () => {
    const agent = await world.subscriber({ lookupKey: 'later' });
    const before = await world.account(agent);
    const choice = world.module.get(BillingCycles).changePlan(actor, agent.id, premium);
    await expect(choice).rejects.toMatchObject({
      code: 'plan_follows_stripe',
      message: expect.stringContaining('give a plan its lookup key'),
    });
    expect(await world.account(agent)).toEqual(before);
    const later = await world.plan(null, { messages: 1 });
    await world.module.get(BillingPlans).update(actor, later, { planLookupKey: 'later' });
    while ((await world.sync.reconcileDue()) > 0);
    expect(await world.account(agent)).toMatchObject({ activeBillingPlanId: later, stripeProblem: null });
    expect(await world.granted(agent, later)).toHaveLength(1);
  });

  it('is preferred to a newer one without a plan', async () => {
    const agent = await world.subscriber({ lookupKey: 'basic' });
    world.later(1);
    world.server.subscribe(await world.customerOf(agent), { lookupKey: 'storage' });
    await world.syncNow(agent);
    expect(await world.account(agent)).toMatchObject({ activeBillingPlanId: basic, stripeProblem: null });
  });
});
