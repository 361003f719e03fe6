import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '@rollcall/auth';
import { waitFor } from '@rollcall/testing';

import { BillingAccountEntity } from '../billing-account.entity.js';
import { BillingAccounts } from '../billing-accounts.js';
import { BillingCycles } from '../billing-cycles.js';
import { Credits } from '../credits.js';
import { StripeWorld, type TestAgent } from '../testing/stripe-world.js';

describe('the push of an account to Stripe', () => {
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

  const choose = (agent: TestAgent, plan: string) => world.module.get(BillingCycles).changePlan(actor, agent.id, plan);
  const sync = (agent: TestAgent) => world.sync.syncRequested(agent.id);
  const priceOf = async (agent: TestAgent) =>
    world.server.subscription(await world.subscriptionOf(agent)).items.data[0]?.price.lookup_key;
  /** A sync under way that has requested a plan of Stripe and waits for the answer, until nothing is held any more. */
  const syncUntilPushed = async (agent: TestAgent) => {
    world.server.hold(true);
    const end = sync(agent);
    const isPushed = () => {
      const last = world.server.requests.at(-1);
      return last?.method === 'POST' && last.path.startsWith('/v1/subscriptions/');
    };
    await waitFor('the plan to be pushed', () => {
      if (world.server.held === 0) return false;
      if (isPushed()) return true;
      world.server.hold(false);
      world.server.hold(true);
      return false;
    });
    return { end };
  };
  const setLease = (agent: TestAgent, stripePushLeasedUntil: Date | null) =>
    world.transactions.reader.update(BillingAccountEntity, { agentId: agent.id }, { stripePushLeasedUntil });

  it('holds neither its row nor a connection while Stripe takes its time, with more accounts than connections', async () => {
    const agents = await Promise.all(Array.from({ length: 12 }, () => world.subscriber({ lookupKey: 'basic' })));
    for (const agent of agents) await choose(agent, premium);
    world.server.hold(true);
    const syncs = Promise.allSettled(agents.map(sync));
    await waitFor('Stripe to be asked of each', () => world.server.held >= agents.length);
    for (const { id } of agents) {
      await world.transactions.run(async (tx) => {
        await tx.manager.query("UPDATE agents SET first_name = 'Grace' WHERE id = $1", [id]);
        await tx.manager.query('UPDATE billing_accounts SET used_trial = used_trial WHERE agent_id = $1', [id]);
      });
      await world.module.get(Credits).balance(id);
    }
    expect(world.server.held).toBeGreaterThanOrEqual(agents.length);
    world.server.hold(false);
    await syncs;
  });

  it('is one at a time: another that comes meanwhile is tried again later', async () => {
    const agent = await world.subscriber({ lookupKey: 'basic' });
    await choose(agent, premium);
    await setLease(agent, new Date(world.server.now.getTime() + 60_000));
    await expect(sync(agent)).rejects.toThrow('Another job pushes this account');
    expect(await priceOf(agent)).toBe('basic');
    await setLease(agent, null);
    await sync(agent);
    expect(await priceOf(agent)).toBe('premium');
  });

  it('goes on after the lease of a process that died', async () => {
    const agent = await world.subscriber({ lookupKey: 'basic' });
    await choose(agent, premium);
    await setLease(agent, new Date(world.server.now.getTime() - 1));
    await sync(agent);
    expect(await priceOf(agent)).toBe('premium');
    expect(await world.account(agent)).toMatchObject({ stripePushLeasedUntil: null, stripeRequestedPlanId: null });
  });

  it('gives its lease back when Stripe fails, so that the next try does not wait for its end', async () => {
    const agent = await world.subscriber({ lookupKey: 'basic' });
    await choose(agent, premium);
    world.server.hold(true);
    const syncing = sync(agent);
    await waitFor('Stripe to be asked', () => world.server.held === 1);
    world.server.fail(500, 1);
    world.server.hold(false);
    await expect(syncing).rejects.toThrow(/Stripe/);
    expect(await world.account(agent)).toMatchObject({ stripePushLeasedUntil: null, stripeRequestedPlanId: premium });
    await sync(agent);
    expect(await priceOf(agent)).toBe('premium');
  });

  it('gives back no lease but its own', async () => {
    const agent = await world.subscriber({ lookupKey: 'basic' });
    await choose(agent, premium);
    const syncing = await syncUntilPushed(agent);
    const another = new Date(world.server.now.getTime() + 10 * 60_000);
    await setLease(agent, another);
    world.server.hold(false);
    await syncing.end;
    expect(await world.account(agent)).toMatchObject({ stripePushLeasedUntil: another });
  });

  it('ends with the plan that was chosen last, also when that was changed during the push', async () => {
    const agent = await world.subscriber({ lookupKey: 'basic' });
    await choose(agent, premium);
    const syncing = await syncUntilPushed(agent);
    const fields = { activeBillingPlanId: basic };
    await world.transactions.run((tx) => world.module.get(BillingAccounts).change(tx, actor, agent.id, fields));
    world.server.hold(false);
    await syncing.end;
    expect(await priceOf(agent)).toBe('basic');
    expect(await world.account(agent)).toMatchObject({ activeBillingPlanId: basic, stripeRequestedPlanId: null });
  });
});
