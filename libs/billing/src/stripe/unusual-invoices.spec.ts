import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { BillingAccounts } from '../billing-accounts.js';
import { StripeWorld } from '../testing/stripe-world.js';
import { readPaidPeriods } from './stripe-answers.js';

describe('unusual answers of Stripe', () => {
  let world: StripeWorld;
  let basic: string;

  beforeAll(async () => {
    world = await StripeWorld.start();
    basic = await world.plan('basic', { messages: 10 });
  });

  afterAll(async () => {
    await world.close();
  });

  it('as an invoice that does not say when it was paid are read: it was when the invoice took effect', async () => {
    await world.subscriber({ lookupKey: 'basic' });
    const [invoice] = world.server.invoices;
    if (!invoice) throw new Error('There is no invoice');
    const transitions = { ...invoice.status_transitions, paid_at: null };
    const [period] = readPaidPeriods(
      { ...invoice, status_transitions: transitions, effective_at: 1 },
      invoice.lines.data,
    );
    expect(period?.paidAt).toEqual(new Date(1_000));
    const [other] = readPaidPeriods(
      { ...invoice, status_transitions: transitions, effective_at: null, created: 2 },
      invoice.lines.data,
    );
    expect(other?.paidAt).toEqual(new Date(2_000));
  });

  it('as more than a hundred invoices are read to the last', async () => {
    const agent = await world.subscriber({ lookupKey: 'basic' });
    world.later(31 * 110);
    await world.syncNow(agent);
    expect((await world.granted(agent, basic)).length).toBeGreaterThan(105);
  });

  it('as a price of a former period that Stripe does not know any more, are read as none of a plan', async () => {
    const former = await world.plan('former', { messages: 1 });
    const agent = await world.subscriber({ lookupKey: 'former' });
    world.server.changePrice(await world.subscriptionOf(agent), 'basic');
    world.server.forgetPrice('former');
    world.later(32);
    await world.syncNow(agent);
    expect(await world.account(agent)).toMatchObject({ activeBillingPlanId: basic });
    expect(await world.granted(agent, former)).toHaveLength(1);
  });

  it('are not waited for when a customer is named by an empty text, which is none', async () => {
    const agent = await world.agent();
    const actor = await world.actor();
    await world.syncNow(agent);
    await world.transactions.run((tx) =>
      world.module.get(BillingAccounts).change(tx, actor, agent.id, { stripeCustomerId: '' }),
    );
    expect(await world.account(agent)).toMatchObject({ stripeCustomerId: null });
  });
});
