import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';

import { startStripeServer, type StripeServer } from '../index.js';
import { connect, failureOf } from '../testing/stripe-client.js';

describe('lists', () => {
  let server: StripeServer;
  let stripe: Stripe;

  beforeEach(async () => {
    server = await startStripeServer({ now: new Date('2026-03-01T10:00:00Z') });
    stripe = connect(server);
  });
  afterEach(() => server.close());

  it('are paged, the newest first', async () => {
    const ids = Array.from({ length: 25 }, () => server.addCustomer().id).reverse();
    const first = await stripe.customers.list();
    expect(first).toMatchObject({ has_more: true, url: '/v1/customers' });
    expect(first.data.map(({ id }) => id)).toEqual(ids.slice(0, 10));
    const rest = await stripe.customers.list({ limit: 100, starting_after: ids[9] ?? '' });
    expect(rest.has_more).toBe(false);
    expect(rest.data.map(({ id }) => id)).toEqual(ids.slice(10));
    const before = await stripe.customers.list({ limit: 3, ending_before: ids[9] ?? '' });
    expect(before.has_more).toBe(true);
    expect(before.data.map(({ id }) => id)).toEqual(ids.slice(6, 9));
  });

  it('are paged by the client itself', async () => {
    const ids = Array.from({ length: 25 }, () => server.addCustomer().id).reverse();
    const forwards = await stripe.customers.list({ limit: 7 }).autoPagingToArray({ limit: 100 });
    expect(forwards.map(({ id }) => id)).toEqual(ids);
    const backwards = await stripe.customers
      .list({ limit: 7, ending_before: ids.at(-1) ?? '' })
      .autoPagingToArray({ limit: 100 });
    expect(backwards.map(({ id }) => id)).toEqual(ids.slice(0, -1).reverse());
  });

  it('take a limit from 1 to 100 and a cursor that exists', async () => {
    expect(await failureOf(stripe.customers.list({ limit: 0 }))).toMatchObject({ param: 'limit' });
    expect(await failureOf(stripe.customers.list({ limit: 101 }))).toMatchObject({ param: 'limit' });
    expect(await failureOf(stripe.customers.list({ starting_after: 'cus_x' }))).toMatchObject({
      code: 'resource_missing',
      param: 'starting_after',
      statusCode: 400,
    });
  });

  it('of subscriptions leave out the canceled unless asked, and go by customer, price and status', async () => {
    server.addPrice({ lookupKey: 'pro' });
    const team = server.addPrice({ lookupKey: 'team' });
    const ada = server.addCustomer().id;
    const grace = server.addCustomer().id;
    const canceled = server.subscribe(ada, { lookupKey: 'pro' }).id;
    server.cancel(canceled);
    const active = server.subscribe(ada, { lookupKey: 'team' }).id;
    const trialing = server.subscribe(grace, { lookupKey: 'team', trialDays: 7 }).id;
    const list = async (params: Stripe.SubscriptionListParams) =>
      (await stripe.subscriptions.list(params)).data.map(({ id }) => id);
    expect(await list({})).toEqual([trialing, active]);
    expect(await list({ status: 'all' })).toEqual([trialing, active, canceled]);
    expect(await list({ status: 'canceled' })).toEqual([canceled]);
    expect(await list({ status: 'trialing' })).toEqual([trialing]);
    expect(await list({ customer: ada })).toEqual([active]);
    expect(await list({ price: team.id, limit: 1 })).toEqual([trialing]);
    expect(await failureOf(stripe.subscriptions.list({ customer: 'cus_x' }))).toMatchObject({ param: 'customer' });
  });

  it('of invoices go by customer, subscription and status', async () => {
    server.addPrice({ lookupKey: 'pro' });
    const ada = server.addCustomer().id;
    const open = server.subscribe(ada, { lookupKey: 'pro', card: 'declined' });
    const paid = server.subscribe(ada, { lookupKey: 'pro' });
    server.subscribe(server.addCustomer().id, { lookupKey: 'pro' });
    const list = async (params: Stripe.InvoiceListParams) =>
      (await stripe.invoices.list(params)).data.map(({ id }) => id);
    expect(await list({})).toHaveLength(3);
    expect(await list({ customer: ada })).toEqual([paid.latest_invoice, open.latest_invoice]);
    expect(await list({ customer: ada, status: 'open' })).toEqual([open.latest_invoice]);
    expect(await list({ subscription: paid.id })).toEqual([paid.latest_invoice]);
  });

  it('of the items of a subscription come with it up to the tenth; the rest is asked for', async () => {
    server.addPrice({ lookupKey: 'pro' });
    const addOns = Array.from({ length: 11 }, (_, index) => `add-on ${index}`);
    for (const lookupKey of addOns) server.addPrice({ lookupKey });
    const customer = server.addCustomer().id;
    const { id } = server.subscribe(customer, { lookupKey: 'pro', addOns });
    const listed = (await stripe.subscriptions.list({ customer })).data[0];
    for (const subscription of [listed, await stripe.subscriptions.retrieve(id)]) {
      expect(subscription?.items.has_more).toBe(true);
      expect(subscription?.items.data.map(({ price }) => price.lookup_key)).toEqual(addOns.slice(0, 10));
    }
    const items = await stripe.subscriptionItems.list({ subscription: id, limit: 5 }).autoPagingToArray({ limit: 100 });
    expect(items.map(({ price }) => price.lookup_key)).toEqual([...addOns, 'pro']);
  });

  it('of events go by type', async () => {
    server.addPrice({ lookupKey: 'pro' });
    server.subscribe(server.addCustomer().id, { lookupKey: 'pro' });
    const { data } = await stripe.events.list({ types: ['invoice.paid', 'customer.created'] });
    expect(data.map(({ type }) => type)).toEqual(['invoice.paid', 'customer.created']);
    const [paid] = data;
    expect(await stripe.events.retrieve(paid?.id ?? '')).toMatchObject({ id: paid?.id, type: 'invoice.paid' });
  });

  it('and objects are expanded on request', async () => {
    server.addPrice({ lookupKey: 'pro' });
    const customer = server.addCustomer({ email: 'ada@example.com' });
    const { id } = server.subscribe(customer.id, { lookupKey: 'pro' });
    const subscription = await stripe.subscriptions.retrieve(id, { expand: ['customer', 'latest_invoice.customer'] });
    expect(subscription).toMatchObject({
      customer: { email: 'ada@example.com' },
      latest_invoice: { status: 'paid', customer: { email: 'ada@example.com' } },
    });
    const { data } = await stripe.subscriptions.list({ expand: ['data.customer'] });
    expect(data[0]?.customer).toMatchObject({ email: 'ada@example.com' });
  });
});
