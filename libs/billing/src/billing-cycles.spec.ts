import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { BillingAccounts } from './billing-accounts.js';
import { BillingCycles } from './billing-cycles.js';
import { StripeWorld } from './testing/stripe-world.js';

describe('a cycle that is begun anew by hand', () => {
  let world: StripeWorld;

  beforeAll(async () => {
    world = await StripeWorld.start();
  });

  afterAll(async () => {
    await world.close();
  });

  it('keeps its day where later months have it: 31 January, 28 February, 31 March', async () => {
    const cycles = world.module.get(BillingCycles);
    const [actor, plan, agent] = [await world.actor(), await world.plan(null, { messages: 1 }), await world.agent()];
    await cycles.changePlan(actor, agent.id, plan);
    await cycles.restart(actor, agent.id, 1);
    const next = async () => (await world.account(agent)).nextCreditsRefresh?.toISOString().slice(0, 10);
    expect([world.server.now.toISOString().slice(0, 10), await next()]).toEqual(['2026-01-31', '2026-02-28']);
    world.later(28);
    await cycles.renewDue();
    expect(await next()).toBe('2026-03-31');
    world.later(31);
    await cycles.renewDue();
    expect(await next()).toBe('2026-04-30');
  });

  it('has later ones begin on that day, whatever day they had before', async () => {
    const cycles = world.module.get(BillingCycles);
    const [actor, plan, agent] = [await world.actor(), await world.plan(null, { messages: 1 }), await world.agent()];
    const day = async () => (await world.account(agent)).nextCreditsRefresh?.getUTCDate();
    while (world.server.now.getUTCDate() > 20) world.later(1);
    const first = world.server.now.getUTCDate();
    await cycles.changePlan(actor, agent.id, plan);
    expect(await day()).toBe(first);
    world.later(3);
    await cycles.restart(actor, agent.id, 1);
    world.later(31);
    await cycles.renewDue();
    expect(await day()).toBe(first + 3);
  });
});

describe('a cycle whose beginning somebody has named', () => {
  let world: StripeWorld;

  beforeAll(async () => {
    world = await StripeWorld.start();
  });

  afterAll(async () => {
    await world.close();
  });

  it('gives the day of those that follow', async () => {
    const cycles = world.module.get(BillingCycles);
    const [actor, plan, agent] = [await world.actor(), await world.plan(null, { messages: 1 }), await world.agent()];
    const fields = { activeBillingPlanId: plan, nextCreditsRefresh: world.server.now };
    await world.transactions.run((tx) => world.module.get(BillingAccounts).change(tx, actor, agent.id, fields));
    for (const day of ['2026-02-28', '2026-03-31', '2026-04-30']) {
      await cycles.renewDue();
      expect((await world.account(agent)).nextCreditsRefresh?.toISOString().slice(0, 10)).toBe(day);
      world.later(31);
    }
  });
});
