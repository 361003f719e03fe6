import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { waitFor } from '@rollcall/testing';
import Stripe from 'stripe';

import { startStripeServer, type StripeServer } from '../index.js';
import { connect, failureOf } from '../testing/stripe-client.js';

describe('the server', () => {
  let server: StripeServer;
  let stripe: Stripe;

  beforeEach(async () => {
    server = await startStripeServer({ now: new Date('2026-03-01T10:00:00Z') });
    stripe = connect(server);
  });
  afterEach(() => server.close());

  describe('idempotency keys', () => {
    const key = { idempotencyKey: 'agent-7' };

    it('replay the answer, whatever happened since', async () => {
      const first = await stripe.customers.create({ name: 'Ada' }, key);
      await stripe.customers.update(first.id, { name: 'Grace' });
      const second = await stripe.customers.create({ name: 'Ada' }, key);
      expect(second).toEqual(first);
      expect(first.lastResponse.headers['idempotent-replayed']).toBeUndefined();
      expect(second.lastResponse.headers['idempotent-replayed']).toBe('true');
      expect((await stripe.customers.list()).data).toHaveLength(1);
    });

    it('refuse other parameters and other addresses', async () => {
      await stripe.customers.create({ name: 'Ada' }, key);
      const otherParams = await failureOf(stripe.customers.create({ name: 'Grace' }, key));
      expect(otherParams).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
      expect(otherParams.message).toContain('the same parameters');
      const otherAddress = await failureOf(stripe.products.create({ name: 'Ada' }, key));
      expect(otherAddress).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
      expect(otherAddress.message).toContain("('/v1/customers' vs '/v1/products')");
    });

    it('are forgotten after a day', async () => {
      await stripe.customers.create({ name: 'Ada' }, key);
      server.advance(new Date('2026-03-02T09:59:59Z'));
      await failureOf(stripe.customers.create({ name: 'Grace' }, key));
      server.advance(new Date('2026-03-02T10:00:00Z'));
      expect((await stripe.customers.create({ name: 'Grace' }, key)).name).toBe('Grace');
    });

    it('do the work once when the answer is lost', async () => {
      server.fail('lost', 2);
      expect(await failureOf(stripe.customers.create({ name: 'Ada' }, key))).toBeInstanceOf(
        Stripe.errors.StripeConnectionError,
      );
      const customer = await stripe.customers.create({ name: 'Ada' }, key);
      expect(customer.lastResponse.headers['idempotent-replayed']).toBe('true');
      expect((await stripe.customers.list()).data.map(({ id }) => id)).toEqual([customer.id]);
    });

    it('replay a 500, but not a refusal', async () => {
      server.fail(500, 1);
      expect(await failureOf(stripe.customers.create({ name: 'Ada' }, key))).toMatchObject({ statusCode: 500 });
      expect(await failureOf(stripe.customers.create({ name: 'Ada' }, key))).toMatchObject({
        statusCode: 500,
        headers: { 'idempotent-replayed': 'true' },
      });
      const other = { idempotencyKey: 'agent-8' };
      server.fail(429, 1);
      await failureOf(stripe.customers.create({ name: 'Ada' }, other));
      await failureOf(stripe.customers.create({ name: 'Ada', tax_exempt: 'none' }, other));
      expect((await stripe.customers.create({ name: 'Ada' }, other)).name).toBe('Ada');
    });

    it('conflict while the first request is under way', async () => {
      server.hold(true);
      const first = stripe.customers.create({ name: 'Ada' }, key);
      await waitFor('the first answer', () => server.held === 1);
      const second = failureOf(stripe.customers.create({ name: 'Ada' }, key));
      await waitFor('the second answer', () => server.held === 2);
      server.hold(false);
      expect(await second).toMatchObject({ statusCode: 409, code: 'idempotency_key_in_use' });
      expect(await stripe.customers.create({ name: 'Ada' }, key)).toEqual(await first);
    });
  });

  describe('trouble', () => {
    it.each([
      [429, 'StripeRateLimitError', 'rate limit'],
      [500, 'StripeAPIError', 'unknown error'],
      ['nonsense', 'StripeAPIError', 'Invalid JSON'],
      ['cut', 'StripeConnectionError', 'connection to Stripe'],
      ['lost', 'StripeConnectionError', 'connection to Stripe'],
    ] as const)('%s is a %s to the client, until it is over', async (how, type, message) => {
      server.fail(how);
      const failure = await failureOf(stripe.customers.list());
      expect(failure.type).toBe(type);
      expect(failure.message).toContain(message);
      server.fail(null);
      expect((await stripe.customers.list()).data).toEqual([]);
    });

    it('silence lasts until the client gives up', async () => {
      server.fail('silence', 1);
      const failure = await failureOf(connect(server, server.apiKey, 50).customers.create({}));
      expect(failure.message).toContain('timeout');
      expect(server.events).toEqual([]);
    });

    it('comes as many times as asked for, and leaves nothing done but by a lost answer', async () => {
      server.fail(429, 2);
      await failureOf(stripe.customers.create({}));
      await failureOf(stripe.customers.create({}));
      server.fail('cut', 2);
      await failureOf(stripe.customers.create({}));
      expect(server.events).toEqual([]);
      server.fail('lost', 2);
      await failureOf(stripe.customers.create({}));
      expect(server.events).toHaveLength(1);
      await stripe.customers.create({});
      expect(server.events).toHaveLength(2);
    });

    it('is over with the second try that the client makes by itself when a connection is cut', async () => {
      server.fail('lost', 1);
      await stripe.customers.create({});
      expect(server.requests).toHaveLength(2);
      expect(server.events).toHaveLength(1);
    });
  });
});
