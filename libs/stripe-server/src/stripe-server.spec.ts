import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';

import { startStripeServer, type StripeServer } from './index.js';
import { connect, failureOf } from './testing/stripe-client.js';

describe('the server', () => {
  let server: StripeServer;
  let stripe: Stripe;

  beforeEach(async () => {
    server = await startStripeServer({ now: new Date('2026-03-01T10:00:00Z') });
    stripe = connect(server);
  });
  afterEach(() => server.close());

  describe('customers', () => {
    it('are created, read, changed and deleted', async () => {
      const { id } = await stripe.customers.create({ email: 'ada@example.com', metadata: { agent: '7', team: '1' } });
      await stripe.customers.update(id, { name: 'Ada', metadata: { team: '', role: 'lead' } });
      expect(await stripe.customers.retrieve(id)).toMatchObject({
        email: 'ada@example.com',
        name: 'Ada',
        metadata: { agent: '7', role: 'lead' },
        created: Date.parse('2026-03-01T10:00:00Z') / 1000,
      });

      await stripe.customers.del(id);
      expect(await stripe.customers.retrieve(id)).toEqual({ id, object: 'customer', deleted: true });
      expect((await stripe.customers.list()).data).toEqual([]);
      expect(await failureOf(stripe.customers.update(id, { name: 'Grace' }))).toMatchObject({
        message: `No such customer: '${id}'`,
        statusCode: 404,
      });
    });

    it('lose their subscriptions when they are deleted', async () => {
      server.addPrice({ lookupKey: 'pro' });
      const { id } = server.addCustomer();
      const subscription = server.subscribe(id, { lookupKey: 'pro' });
      await stripe.customers.del(id);
      expect(server.subscription(subscription.id).status).toBe('canceled');
      expect(server.events.slice(-2).map(({ type }) => type)).toEqual([
        'customer.subscription.deleted',
        'customer.deleted',
      ]);
      const listed = await stripe.subscriptions.list({ customer: id, status: 'canceled' });
      expect(listed.data.map((each) => each.id)).toEqual([subscription.id]);
    });
  });

  describe('prices', () => {
    it('are found by lookup key, at most ten at a time', async () => {
      const pro = server.addPrice({ lookupKey: 'pro', amount: 2500 });
      server.addPrice({ lookupKey: 'team', interval: 'year' });
      const { data } = await stripe.prices.list({ lookup_keys: ['pro', 'none'] });
      expect(data.map(({ id }) => id)).toEqual([pro.id]);
      expect(data[0]?.unit_amount_decimal?.toString()).toBe('2500');
      const tooMany = Array.from({ length: 11 }, (_, index) => `key-${index}`);
      expect(await failureOf(stripe.prices.list({ lookup_keys: tooMany }))).toMatchObject({ param: 'lookup_keys' });
    });

    it('are created with their product, and a lookup key is one price’s', async () => {
      const create = {
        currency: 'usd',
        unit_amount: 100,
        recurring: { interval: 'month' },
        lookup_key: 'pro',
      } as const;
      const product = await stripe.products.create({ name: 'Pro' });
      const first = await stripe.prices.create({ ...create, product: product.id });
      expect(await failureOf(stripe.prices.create({ ...create, product: product.id }))).toMatchObject({
        message: `A price (\`${first.id}\`) already uses that lookup key.`,
      });
      const second = await stripe.prices.create({
        ...create,
        product_data: { name: 'Pro 2' },
        transfer_lookup_key: true,
      });
      expect((await stripe.prices.retrieve(first.id)).lookup_key).toBeNull();
      expect(second.lookup_key).toBe('pro');
      expect((await stripe.products.list()).data.map(({ name }) => name)).toEqual(['Pro 2', 'Pro']);
    });
  });

  describe('requests', () => {
    it('are remembered as they came', async () => {
      server.addPrice({ lookupKey: 'pro' });
      await stripe.prices.list({ lookup_keys: ['pro'], active: true });
      await stripe.customers.create(
        { email: 'a+b@example.com', metadata: { agent: 7 } },
        { idempotencyKey: 'agent-7' },
      );
      expect(server.requests).toEqual([
        {
          method: 'GET',
          path: '/v1/prices',
          params: { lookup_keys: ['pro'], active: 'true' },
          idempotencyKey: null,
          apiVersion: Stripe.API_VERSION,
          apiKey: server.apiKey,
        },
        {
          method: 'POST',
          path: '/v1/customers',
          params: { email: 'a+b@example.com', metadata: { agent: '7' } },
          idempotencyKey: 'agent-7',
          apiVersion: Stripe.API_VERSION,
          apiKey: server.apiKey,
        },
      ]);
    });

    it('are named in the events they cause', async () => {
      const customer = await stripe.customers.create({}, { idempotencyKey: 'agent-7' });
      const { requestId, apiVersion } = customer.lastResponse;
      expect(requestId).toMatch(/^req_/);
      expect(apiVersion).toBe(Stripe.API_VERSION);
      expect(server.events[0]?.request).toEqual({ id: requestId, idempotency_key: 'agent-7' });
      server.setCard(customer.id, 'good');
      expect(server.events[1]?.request).toEqual({ id: null, idempotency_key: null });
    });

    it('need the right key', async () => {
      const failure = await failureOf(connect(server, 'sk_test_of_somebody_else').customers.list());
      expect(failure).toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
      expect(failure.message).toBe('Invalid API Key provided: sk_test_************else');
    });

    it('fail for what is not there', async () => {
      const failure = await failureOf(stripe.customers.retrieve('cus_x'));
      expect(failure).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
      expect(failure).toMatchObject({
        statusCode: 404,
        code: 'resource_missing',
        message: "No such customer: 'cus_x'",
        param: 'id',
      });
      expect(await failureOf(stripe.coupons.list())).toMatchObject({ statusCode: 404 });
    });

    it('fail for a parameter that is not known, before anything is done', async () => {
      const failure = await failureOf(stripe.customers.create({ invoice_settings: { footer: 'Bye' } }));
      expect(failure).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
      expect(failure).toMatchObject({ code: 'parameter_unknown', param: 'invoice_settings[footer]', statusCode: 400 });
      expect(server.events).toEqual([]);
    });
  });

  describe('events', () => {
    it('are signed so that the client takes them', () => {
      server.addCustomer({ name: 'Ada' });
      const [event] = server.events;
      if (!event) throw new Error('There is no event.');
      const { body, signature } = server.signed(event, 'whsec_test');
      expect(stripe.webhooks.constructEvent(body, signature, 'whsec_test')).toEqual(event);
      expect(() => stripe.webhooks.constructEvent(body, signature, 'whsec_other')).toThrow(
        Stripe.errors.StripeSignatureVerificationError,
      );
      const old = server.signed(event, 'whsec_test', new Date(Date.now() - 600_000));
      expect(() => stripe.webhooks.constructEvent(body, old.signature, 'whsec_test')).toThrow('tolerance');
    });

    it('keep their object as it was, and say what has changed', async () => {
      const customer = server.addCustomer({ name: 'Ada' });
      await stripe.customers.update(customer.id, { name: 'Grace' });
      expect(server.events.map(({ data }) => data)).toMatchObject([
        { object: { name: 'Ada' } },
        { object: { name: 'Grace' }, previous_attributes: { name: 'Ada' } },
      ]);
      expect(server.events[1]?.data.previous_attributes).toEqual({ name: 'Ada' });
      await stripe.customers.update(customer.id, { name: 'Grace' });
      expect(server.events).toHaveLength(2);
    });
  });
});
