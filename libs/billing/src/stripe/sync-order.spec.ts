import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ActivityLog } from '@rollcall/activity';
import { Events } from '@rollcall/events';
import { waitFor } from '@rollcall/testing';

import { BillingCycles } from '../billing-cycles.js';
import { Credits } from '../credits.js';
import { StripeWorld, type TestAgent } from '../testing/stripe-world.js';
import { BillingSync } from './billing-sync.js';
import type { PaidPeriod } from './stripe-answers.js';
import { createStripeClient } from './stripe-client.js';
import { StripeGateway } from './stripe-gateway.js';
import { StripePush } from './stripe-push.js';
import { SyncCandidates } from './sync-candidates.js';

/** Has read the subscriptions and goes no further until it is let. */
class SlowGateway extends StripeGateway {
  hasRead = false;
  private go: () => void = () => undefined;
  private readonly gate = new Promise<void>((resolve) => {
    this.go = resolve;
  });

  letGo(): void {
    this.go();
  }

  override async listPaidPeriods(customer: string): Promise<PaidPeriod[]> {
    this.hasRead = true;
    await this.gate;
    return super.listPaidPeriods(customer);
  }
}

describe('looks at Stripe that overtake each other', () => {
  let world: StripeWorld;

  beforeAll(async () => {
    world = await StripeWorld.start();
    await world.plan('basic');
  });

  beforeEach(() => {
    world.server.fail(null);
  });

  afterAll(async () => {
    await world.close();
  });

  /** A sync of the agent under way that has read the subscriptions, and the gate that holds it. */
  const lookAt = async (agent: TestAgent) => {
    await world.request(agent);
    const { apiKey, url: apiBase } = world.server;
    const client = createStripeClient({ method: 'stripe', apiKey, apiBase, webhookSecret: undefined });
    if (!client) throw new Error('No client');
    const gateway = new SlowGateway(client);
    const { module, transactions } = world;
    const sync = new BillingSync(
      gateway,
      transactions,
      module.get(SyncCandidates),
      module.get(StripePush),
      module.get(Credits),
      new ActivityLog(),
      new Events(),
    );
    const end = sync.syncRequested(agent.id);
    await waitFor('the subscription to be read', () => gateway.hasRead);
    return { gateway, end };
  };
  /** The same, of a subscription that it has seen active and that is canceled by now. */
  const slowLook = async () => {
    const agent = await world.subscriber({ lookupKey: 'basic' });
    const look = await lookAt(agent);
    world.server.cancel(await world.subscriptionOf(agent));
    return { agent, ...look };
  };
  const status = async (agent: Parameters<StripeWorld['account']>[0]) =>
    (await world.account(agent)).stripeSubscriptionStatus;

  it('leave what the later one saw, when somebody asked for the later one', async () => {
    const { agent, gateway, end } = await slowLook();
    await world.syncNow(agent);
    gateway.letGo();
    await end;
    expect(await status(agent)).toBe('canceled');
  });

  it('leave an end from which no subscription returns, when nobody asked; the older one is to look again', async () => {
    const { agent, gateway, end } = await slowLook();
    await world.sync.syncRequested(agent.id);
    gateway.letGo();
    await expect(end).rejects.toThrow(/was canceled before it is active/);
    expect(await status(agent)).toBe('canceled');
  });

  it('leave the plan that somebody chose meanwhile, until it is pushed to Stripe', async () => {
    const premium = await world.plan('premium');
    const agent = await world.subscriber({ lookupKey: 'basic' });
    const { gateway, end } = await lookAt(agent);
    const actor = await world.actor();
    await world.module.get(BillingCycles).changePlan(actor, agent.id, premium);
    gateway.letGo();
    await end;
    expect(await world.account(agent)).toMatchObject({ activeBillingPlanId: premium, stripeRequestedPlanId: premium });
    await world.sync.syncRequested(agent.id);
    expect(await world.account(agent)).toMatchObject({ activeBillingPlanId: premium, stripeRequestedPlanId: null });
    expect(await world.planEntries(agent)).toMatchObject([{ actor: null }, { actor: actor.agentId }]);
  });

  it('leave the customer that somebody named meanwhile', async () => {
    const { agent, gateway, end } = await slowLook();
    const other = world.server.addCustomer();
    await world.rows('UPDATE billing_accounts SET stripe_customer_id = $2 WHERE agent_id = $1', agent.id, other.id);
    gateway.letGo();
    await end;
    expect(await world.customerOf(agent)).toBe(other.id);
  });
});
