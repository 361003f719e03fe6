import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '@rollcall/auth';

import { BillingCycles } from '../billing-cycles.js';
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
    expect([...(await world.granted(agent, basic)), ...(await world.granted(agent, premium))]).toEqual([]);
  });

  it('is preferred to a newer one without a plan', async () => {
    const agent = await world.subscriber({ lookupKey: 'basic' });
    world.later(1);
    world.server.subscribe(await world.customerOf(agent), { lookupKey: 'storage' });
    await world.syncNow(agent);
    expect(await world.account(agent)).toMatchObject({ activeBillingPlanId: basic, stripeProblem: null });
  });
});
