import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { BillingCycles } from '../billing-cycles.js';
import { StripeWorld, type TestAgent } from '../testing/stripe-world.js';

describe('the customers at Stripe', () => {
  let world: StripeWorld;
  let premium: string;

  beforeAll(async () => {
    world = await StripeWorld.start(1_000);
    await world.plan('basic', { messages: 10 });
    premium = await world.plan('premium', { messages: 100 });
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

  it('leaves an entry in the activity log for each customer that is made, and for nothing else that Stripe says itself', async () => {
    const agent = await world.agent();
    await world.syncNow(agent);
    const first = await world.customerOf(agent);
    world.server.deleteCustomer(first);
    await world.syncNow(agent);
    const second = await world.customerOf(agent);
    const entries = await world.rows(
      `SELECT actor_id AS actor, activity_type AS type, changes FROM activity_log
       WHERE target_model_type = 'agent' AND target_model_id = $1 ORDER BY id`,
      agent.id,
    );
    const entry = { actor: null, type: 'agent_updated' };
    expect(entries).toEqual([
      { ...entry, changes: { stripe_customer_id: { before: null, after: first } } },
      { ...entry, changes: { stripe_customer_id: { before: first, after: second } } },
    ]);
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

  it('pushes a new name and address to Stripe', async () => {
    const agent = await world.subscriber({ lookupKey: 'basic' });
    await world.rows("UPDATE agents SET first_name = 'Augusta', email = 'augusta@example.com' WHERE id = $1", agent.id);
    await world.syncNow(agent);
    expect(world.server.customer(await world.customerOf(agent))).toMatchObject({
      name: 'Augusta Lovelace',
      email: 'augusta@example.com',
    });
  });

  it('pushes as much of a long name as Stripe takes, and no half of a character', async () => {
    const agent = await world.agent();
    await world.rows(
      'UPDATE agents SET first_name = $2, last_name = $3 WHERE id = $1',
      agent.id,
      `x${'😀'.repeat(139)}`,
      '👩\u200d💻'.repeat(46),
    );
    await world.syncNow(agent);
    expect(world.server.customer(await world.customerOf(agent))).toMatchObject({ name: `x${'😀'.repeat(127)}` });
  });

  it('leaves a customer that somebody named as they made it, when the agent changes and when it is deleted', async () => {
    const customer = world.server.addCustomer({ name: 'Theirs', email: 'them@example.com' });
    const subscription = world.server.subscribe(customer.id, { lookupKey: 'basic' });
    const agent = await world.agent();
    await world.rows('UPDATE billing_accounts SET stripe_customer_id = $2 WHERE agent_id = $1', agent.id, customer.id);
    await world.syncNow(agent);
    await world.rows('UPDATE agents SET deleted_at = now() WHERE id = $1', agent.id);
    await world.syncNow(agent);
    expect(world.server.customer(customer.id)).toMatchObject({ name: 'Theirs', email: 'them@example.com' });
    expect(world.server.subscription(subscription.id).status).toBe('active');
  });

  it('pushes a plan though Stripe refuses the name', async () => {
    const agent = await world.subscriber({ lookupKey: 'basic' });
    await world.rows("UPDATE agents SET email = 'no-address' WHERE id = $1", agent.id);
    await world.module.get(BillingCycles).changePlan(await world.actor(), agent.id, premium);
    await expect(world.sync.syncRequested(agent.id)).rejects.toThrow('Invalid email address: no-address');
    expect(await world.account(agent)).toMatchObject({ activeBillingPlanId: premium, stripeRequestedPlanId: null });
    await expect(world.sync.syncRequested(agent.id)).rejects.toThrow('Invalid email address: no-address');
  });

  it('makes a customer again when the first was deleted within a day and nobody is named', async () => {
    const agent = await world.agent();
    await world.syncNow(agent);
    const first = await world.customerOf(agent);
    world.server.deleteCustomer(first);
    await world.rows('UPDATE billing_accounts SET stripe_customer_id = NULL WHERE agent_id = $1', agent.id);
    await world.syncNow(agent);
    expect(await world.customerOf(agent)).toMatch(/^cus_/);
    expect(await world.customerOf(agent)).not.toBe(first);
    expect((await world.account(agent)).stripeCheckAt).not.toBeNull();
  });

  it('gives an agent its account that a version without billing made', async () => {
    const agent = await world.agent();
    await world.rows('DELETE FROM billing_accounts WHERE agent_id = $1', agent.id);
    await world.syncNow(agent);
    expect(await world.customerOf(agent)).toMatch(/^cus_/);
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

  it('are made anew when Stripe does not know them any more', async () => {
    const agent = await world.subscriber({ lookupKey: 'basic' });
    const customer = await world.customerOf(agent);
    world.server.forgetCustomer(customer);
    await world.syncNow(agent);
    expect(await world.customerOf(agent)).not.toBe(customer);
    expect(await world.account(agent)).toMatchObject({ activeBillingPlanId: null, stripeSubscriptionStatus: null });
  });

  it('are made anew though the first was made within a day, forgotten, and is named nowhere', async () => {
    const agent = await world.agent();
    await world.syncNow(agent);
    const first = await world.customerOf(agent);
    world.server.forgetCustomer(first);
    await world.rows('UPDATE billing_accounts SET stripe_customer_id = NULL WHERE agent_id = $1', agent.id);
    await world.syncNow(agent);
    expect(await world.customerOf(agent)).toMatch(/^cus_/);
    expect(await world.customerOf(agent)).not.toBe(first);
  });

  it('are made for an account that an earlier version has kept an empty text for', async () => {
    const agent = await world.agent();
    await world.rows("UPDATE billing_accounts SET stripe_customer_id = '' WHERE agent_id = $1", agent.id);
    await world.syncNow(agent);
    expect(await world.customerOf(agent)).toMatch(/^cus_/);
  });

  it('do not matter to an agent who left, when Stripe never knew the one that was named', async () => {
    const agent = await world.agent();
    await world.rows("UPDATE billing_accounts SET stripe_customer_id = 'cus_typo' WHERE agent_id = $1", agent.id);
    await world.rows('UPDATE agents SET deleted_at = now() WHERE id = $1', agent.id);
    await world.syncNow(agent);
    expect(await world.account(agent)).toMatchObject({ stripeCheckAt: null });
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
      stripeProblem: 'Stripe does not know the customer cus_typo; name another one, or none',
    });
    await world.rows('UPDATE billing_accounts SET stripe_customer_id = NULL WHERE agent_id = $1', agent.id);
    await world.syncNow(agent);
    expect(await world.account(agent)).toMatchObject({ stripeProblem: null });
  });
});
