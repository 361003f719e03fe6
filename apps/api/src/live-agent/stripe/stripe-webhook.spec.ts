import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { Extras } from '../../testing/client.js';
import { STRIPE_SETTINGS, stripeEvent } from '../../testing/stripe-event.js';
import { ADMIN, TestApi } from '../../testing/test-api.js';

const FIVE_MINUTES_AGO = Math.floor(Date.now() / 1_000) - 301;

describe('the webhook of Stripe', () => {
  let api: TestApi;
  let path: string;
  let customer: string;
  let agent: number;

  beforeAll(async () => {
    api = await TestApi.start({ settings: STRIPE_SETTINGS });
    path = await pathOf(api);
    customer = 'cus_known';
    agent = (await api.agent()).id;
    await api.rows('UPDATE billing_accounts SET stripe_customer_id = $2 WHERE agent_id = $1', [agent, customer]);
  });

  afterAll(async () => {
    await api.close();
  });

  const pathOf = async (of: TestApi) => {
    const agency = (await of.anonymous.with({ 'X-API-Key': ADMIN.token }).get('/agency')).one('AgencyDto');
    return `/agency/webhook/stripe/${agency.id}`;
  };
  const send = (event: Extras) => api.anonymous.send('POST', path, event);
  const recorded = async (id: string) =>
    (await api.rows('SELECT type, customer_id FROM stripe_events WHERE id = $1', [id]))[0];
  const syncs = async () => {
    const [row] = await api.rows(
      `SELECT count(*)::int FROM job_outbox WHERE name = 'billing-sync' AND payload = jsonb_build_object('agentId', $1::bigint)`,
      [agent],
    );
    return row?.count;
  };
  const syncsDuring = async (work: () => Promise<unknown>) => {
    const before = Number(await syncs());
    await work();
    return Number(await syncs()) - before;
  };

  it('records an event and has the account of its customer synced', async () => {
    const added = await syncsDuring(async () => {
      const answer = await send(stripeEvent('evt_new', { customer }));
      expect(answer.one('StripeEventDto')).toEqual({ id: 'evt_new', repeated: false });
    });
    expect(added).toBe(1);
    expect(await recorded('evt_new')).toEqual({ type: 'customer.subscription.updated', customer_id: customer });
  });

  it('takes an event once that comes twice', async () => {
    const event = stripeEvent('evt_twice', { customer });
    const added = await syncsDuring(async () => {
      await send(event);
      expect((await send(event)).one('StripeEventDto')).toEqual({ id: 'evt_twice', repeated: true });
    });
    expect(added).toBe(1);
  });

  it('takes an event once that comes many times at once', async () => {
    const event = stripeEvent('evt_at_once', { customer });
    const added = await syncsDuring(async () => {
      const answers = await Promise.all(Array.from({ length: 10 }, () => send(event)));
      expect(answers.filter((answer) => !answer.one('StripeEventDto').repeated)).toHaveLength(1);
    });
    expect(added).toBe(1);
  });

  it.each([
    'checkout.session.completed',
    'customer.subscription.created',
    'customer.subscription.updated',
    'customer.subscription.deleted',
    'customer.subscription.paused',
    'customer.subscription.resumed',
    'customer.subscription.trial_will_end',
    'invoice.paid',
    'invoice.payment_failed',
  ])('has the account synced for %s', async (type) => {
    expect(await syncsDuring(() => send(stripeEvent(`evt_${type}`, { type, customer })))).toBe(1);
  });

  it('records an event of another type and does nothing more', async () => {
    const event = stripeEvent('evt_other', { type: 'charge.refunded', customer });
    expect(await syncsDuring(() => send(event))).toBe(0);
    expect(await recorded('evt_other')).toMatchObject({ type: 'charge.refunded' });
  });

  it.each([
    ['of a customer that nobody here is', 'cus_unknown'],
    ['of no customer', null],
  ])('records an event %s and does nothing more', async (_what, of) => {
    const id = `evt_of_${of}`;
    expect((await send(stripeEvent(id, { customer: of }))).status).toBe(200);
    expect(await recorded(id)).toMatchObject({ customer_id: of });
  });

  it.each<[string, (id: string) => Extras]>([
    ['forged', (id) => stripeEvent(id, { customer, secret: 'whsec_guessed' })],
    ['altered', (id) => ({ ...stripeEvent(id), raw: stripeEvent(id).raw.replace('null', '"cus_known"') })],
    ['altered in its blanks', (id) => ({ ...stripeEvent(id), raw: JSON.stringify(JSON.parse(stripeEvent(id).raw)) })],
    ['signed more than five minutes ago', (id) => stripeEvent(id, { customer, timestamp: FIVE_MINUTES_AGO })],
    ['without a signature', (id) => ({ ...stripeEvent(id), headers: { 'Content-Type': 'application/json' } })],
    [
      'with a signature that is none',
      (id) => ({ ...stripeEvent(id), headers: { 'Content-Type': 'application/json', 'Stripe-Signature': 't=1,v1=' } }),
    ],
    ['empty', (id) => ({ ...stripeEvent(id), raw: '' })],
  ])('refuses an event that is %s and keeps nothing of it', async (what, event) => {
    const id = `evt_bad_${what}`;
    const before = await api.stored();
    const answer = await send(event(id));
    expect(answer.status).toBe(400);
    expect(answer.error.message).toContain('Stripe-Signature');
    expect(await api.stored()).toEqual(before);
  });

  it('refuses an event of a wrong agency, and one that is no JSON', async () => {
    const { raw, headers } = stripeEvent('evt_agency');
    const elsewhere = '/agency/webhook/stripe/01900000-0000-7000-8000-000000000000';
    expect((await api.anonymous.send('POST', elsewhere, { raw, headers })).status).toBe(404);
    expect((await api.anonymous.send('POST', '/agency/webhook/stripe/none', { raw, headers })).status).toBe(422);
    const text = { raw, headers: { ...headers, 'Content-Type': 'text/plain' } };
    expect((await send(text)).status).toBe(415);
    expect(await recorded('evt_agency')).toBeUndefined();
  });

  it.each([
    ['the secret', { STRIPE_API_KEY: 'sk_test_key' }],
    ['Stripe', {}],
  ])('believes nothing without %s, and says what is missing', async (_what, settings) => {
    const other = await TestApi.start({ settings });
    try {
      const answer = await other.anonymous.send('POST', await pathOf(other), stripeEvent('evt_unverifiable'));
      expect(answer.status).toBe(404);
      expect(answer.error.message).toContain('STRIPE_WEBHOOK_SECRET');
      expect(await other.rows('SELECT id FROM stripe_events')).toEqual([]);
    } finally {
      await other.close();
    }
  });
});
