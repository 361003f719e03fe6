import { afterAll, beforeEach, describe, expect, it, beforeAll, afterEach } from '@jest/globals';

import { StripeWorld, type TestAgent } from '../testing/stripe-world.js';
import { SyncCandidates } from './sync-candidates.js';

const MINUTE_MS = 60_000;

describe('reconciliation with Stripe', () => {
  let world: StripeWorld;

  beforeAll(async () => {
    world = await StripeWorld.start();
    await world.plan('basic', { messages: 1 });
  });

  afterEach(() => {
    world.server.fail(null);
  });

  beforeEach(async () => {
    await world.rows('UPDATE billing_accounts SET stripe_check_at = NULL');
  });

  afterAll(async () => {
    await world.close();
  });

  const reconcile = async () => {
    let total = 0;
    for (let count = await world.sync.reconcileDue(); count > 0; count = await world.sync.reconcileDue())
      total += count;
    return total;
  };
  const checkIn = async (agent: TestAgent) => {
    const { stripeCheckAt } = await world.account(agent);
    return stripeCheckAt && (stripeCheckAt.getTime() - world.server.now.getTime()) / MINUTE_MS;
  };

  it('makes the customers of agents that nothing was asked for, and looks again in a day', async () => {
    const agents = await Promise.all(Array.from({ length: 10 }, () => world.agent()));
    expect(await reconcile()).toBe(10);
    for (const agent of agents) expect(await world.customerOf(agent)).toMatch(/^cus_/);
    expect(await checkIn(agents[0] ?? { id: 0, uuid: '' })).toBe(24 * 60);
  });

  it('notices within a day what no webhook has reported', async () => {
    const agent = await world.subscriber({ lookupKey: 'basic' });
    world.server.cancel(await world.subscriptionOf(agent));
    expect(await reconcile()).toBe(0);
    world.later(1);
    await reconcile();
    expect(await world.account(agent)).toMatchObject({ stripeSubscriptionStatus: 'canceled', isPaying: false });
  });

  it('looks when the next cycle is to begin, and every quarter of an hour while Stripe has not begun it', async () => {
    const agent = await world.subscriber({ lookupKey: 'basic' });
    const { nextCreditsRefresh } = await world.account(agent);
    world.later(
      ((nextCreditsRefresh?.getTime() ?? 0) - world.server.now.getTime() - MINUTE_MS) / (24 * 60 * MINUTE_MS),
    );
    await world.syncNow(agent);
    expect(await checkIn(agent)).toBe(1);
  });

  it('takes up what a job has not done within a quarter of an hour', async () => {
    const agent = await world.agent();
    await world.request(agent);
    expect(await checkIn(agent)).toBe(15);
    expect(await reconcile()).toBe(0);
    world.later(1 / 24);
    expect(await reconcile()).toBe(1);
  });

  it('is not held up by an account that Stripe finds a fault with', async () => {
    const [faulty, sound] = [await world.agent(), await world.agent()];
    await world.rows("UPDATE billing_accounts SET stripe_customer_id = 'cus_typo' WHERE agent_id = $1", faulty.id);
    expect(await reconcile()).toBe(2);
    expect(await world.customerOf(sound)).toMatch(/^cus_/);
    expect(await checkIn(faulty)).toBe(15);
  });

  it.each([429, 500, 'nonsense'] as const)('gives way when Stripe answers %s, and goes on later', async (trouble) => {
    const agents = await Promise.all(Array.from({ length: 6 }, () => world.agent()));
    world.server.fail(trouble);
    await expect(reconcile()).rejects.toThrow(/Stripe/);
    world.server.fail(null);
    world.later(1 / 24);
    await reconcile();
    for (const agent of agents) expect(await world.customerOf(agent)).toMatch(/^cus_/);
  });

  it('is done by several at once, each account by one of them', async () => {
    await Promise.all(Array.from({ length: 8 }, () => world.agent()));
    const counts = await Promise.all([reconcile(), reconcile(), reconcile()]);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(8);
  });

  it('can be compared with, which changes nothing', async () => {
    const agent = await world.subscriber({ lookupKey: 'basic' });
    const candidate = async () => {
      const found = await world.module.get(SyncCandidates).find(agent.id);
      if (!found) throw new Error('No such agent');
      return found;
    };
    expect(await world.sync.compare(await candidate())).toEqual({});
    world.server.cancel(await world.subscriptionOf(agent));
    const before = await world.account(agent);
    expect(await world.sync.compare(await candidate())).toMatchObject({
      stripe_subscription_status: { before: 'active', after: 'canceled' },
    });
    expect(await world.account(agent)).toEqual(before);
    await world.sync.sync(agent.id);
    expect(await world.sync.compare(await candidate())).toEqual({});
    await world.rows("UPDATE agents SET first_name = 'Augusta' WHERE id = $1", agent.id);
    expect(await world.sync.compare(await candidate())).toEqual({
      customer_name: { before: 'Augusta Lovelace', after: 'Ada Lovelace' },
    });
  });

  it('goes through every agent that is a customer, and those who are there and may become one', async () => {
    const [agent, left, leftAlone] = [await world.agent(), await world.agent(), await world.agent()];
    const [service, serviceAlone] = [await world.agent(), await world.agent()];
    for (const { id } of [left, service])
      await world.rows("UPDATE billing_accounts SET stripe_customer_id = 'cus_1' WHERE agent_id = $1", id);
    for (const { id } of [left, leftAlone]) await world.rows('UPDATE agents SET deleted_at = now() WHERE id = $1', id);
    for (const { id } of [service, serviceAlone])
      await world.rows('UPDATE agents SET is_service = true, email = NULL WHERE id = $1', id);
    const found = await world.module.get(SyncCandidates).listAfter(agent.id - 1, 10);
    expect(found.map(({ agentId }) => agentId)).toEqual([agent.id, left.id, service.id]);
  });
});
