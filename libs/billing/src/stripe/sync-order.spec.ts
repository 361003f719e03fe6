import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ActivityLog } from '@rollcall/activity';
import { waitFor } from '@rollcall/testing';

import { Credits } from '../credits.js';
import { StripeWorld } from '../testing/stripe-world.js';
import { BillingSync } from './billing-sync.js';
import type { PaidPeriod } from './stripe-answers.js';
import { createStripeClient } from './stripe-client.js';
import { StripeGateway } from './stripe-gateway.js';
import { StripeTeller } from './stripe-teller.js';
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

  /** A sync under way that has seen an active subscription, and the gate that holds it. */
  const slowLook = async () => {
    const agent = await world.subscriber({ lookupKey: 'basic' });
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
      module.get(StripeTeller),
      module.get(Credits),
      new ActivityLog(),
    );
    const end = sync.syncRequested(agent.id);
    await waitFor('the subscription to be read', () => gateway.hasRead);
    world.server.cancel(await world.subscriptionOf(agent));
    return { agent, gateway, end };
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

  it('leave the customer that somebody named meanwhile', async () => {
    const { agent, gateway, end } = await slowLook();
    const other = world.server.addCustomer();
    await world.rows('UPDATE billing_accounts SET stripe_customer_id = $2 WHERE agent_id = $1', agent.id, other.id);
    gateway.letGo();
    await end;
    expect(await world.customerOf(agent)).toBe(other.id);
  });
});
