import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startStripeServer, type StripeServer } from '@rollcall/stripe-server';
import { createTestDatabase, describeOnEachQueueBackend, type TestDatabase, waitFor } from '@rollcall/testing';
import fc from 'fast-check';
import pg from 'pg';

import { type RunningProcess, startProcess } from './processes.js';

const TOKEN = `in-${'t'.repeat(43)}`;
const SECRET = 'whsec_life';
const DAY_MS = 24 * 60 * 60 * 1_000;

/** How many webhooks are under way at a time. */
const SENDERS = 32;
const WEBHOOKS = 500;

const PLAN = {
  description: '',
  bots_count: 1,
  queries_count: 1,
  words_count: 1,
  voice_seconds: 1,
  premium_support: false,
};

describeOnEachQueueBackend('the life of a subscription', (queueSettings) => {
  let database: TestDatabase;
  let stripe: StripeServer;
  let pool: pg.Pool;
  let api: RunningProcess;
  let worker: RunningProcess;

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = new pg.Pool({ connectionString: database.url, max: 2 });
    stripe = await startStripeServer({ now: new Date(Date.now() - 4 * 365 * DAY_MS) });
    const settings = {
      ...queueSettings,
      DATABASE_URL: database.url,
      SMTP_URL: 'smtp://127.0.0.1:9',
      PUBLIC_URL: 'http://support.example.com',
      BOOTSTRAP_TOKEN: TOKEN,
      STRIPE_API_KEY: stripe.apiKey,
      STRIPE_API_BASE: stripe.url,
      STRIPE_WEBHOOK_SECRET: SECRET,
      LOG_LEVEL: 'warn',
    };
    [api, worker] = await Promise.all([startProcess('api', settings), startProcess('worker', settings)]);
  });

  afterAll(async () => {
    await Promise.all([api.end('SIGTERM'), worker.end('SIGTERM')]);
    await stripe.close();
    await pool.end();
    await database.drop();
  });

  const call = async (method: string, path: string, body?: object): Promise<Record<string, unknown>> => {
    const response = await fetch(`${api.url}/api/v1${path}`, {
      method,
      headers: { 'X-API-Key': TOKEN, ...(body ? { 'Content-Type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    expect({ path, ok: response.ok }).toEqual({ path, ok: true });
    const { data } = (await response.json()) as { data: Record<string, unknown> };
    return data;
  };
  const rows = async (sql: string, ...values: readonly unknown[]) =>
    (await pool.query<Record<string, unknown>>(sql, [...values])).rows;

  /** Nearly four years of it: a trial, a card that fails for a while, another plan, a pause, and many renewals. */
  const live = (customer: string): string => {
    const { id } = stripe.subscribe(customer, { lookupKey: 'basic', trialDays: 14 });
    const pass = (days: number) => {
      stripe.advance(new Date(stripe.now.getTime() + days * DAY_MS));
    };
    pass(400);
    stripe.setCard(customer, 'declined');
    while (stripe.subscription(id).status === 'active') pass(1);
    expect(stripe.subscription(id).status).toBe('past_due');
    stripe.setCard(customer, 'good');
    pass(300);
    stripe.changePrice(id, 'premium');
    pass(300);
    stripe.pause(id);
    pass(10);
    stripe.resume(id);
    stripe.advance(new Date());
    return id;
  };

  it('ends as Stripe has it, each cycle granted once, whatever order its webhooks come in', async () => {
    const agency = String((await call('GET', '/agency')).id);
    const plans = new Map<unknown, string>();
    for (const [name, messages] of [
      ['basic', 10],
      ['premium', 100],
    ] as const) {
      const price = stripe.addPrice({ lookupKey: name });
      const body = { ...PLAN, name, plan_lookup_key: name, credits: { messages } };
      plans.set(price.id, String((await call('POST', `/agency/billing/${agency}/billing_plan`, body)).id));
    }
    const names = { first_name: 'Ada', last_name: 'Lovelace', password: 'Correct-Horse-7' };
    const user = await call('POST', '/user/create_live_agent', { ...names, email: 'ada@example.com' });
    const customer = await waitFor('the customer', async () => {
      const [row] = await rows(
        'SELECT stripe_customer_id AS id FROM billing_accounts JOIN agents ON agents.id = agent_id WHERE uuid = $1',
        user.id,
      );
      return typeof row?.id === 'string' ? row.id : undefined;
    });
    // The subscription's clock is years behind; its agent is as old as it is.
    await rows("UPDATE agents SET created_at = created_at - interval '5 years' WHERE uuid = $1", user.id);
    const subscription = live(customer);

    // Telling Stripe the name of its customer may add to them any moment.
    const events = [...stripe.events];
    const doubled = Array.from(
      { length: Math.max(WEBHOOKS, 2 * events.length) },
      (_, index) => events[index % events.length],
    );
    const [shuffled = []] = fc.sample(fc.shuffledSubarray(doubled, { minLength: doubled.length }), 1);
    const deliver = async () => {
      for (let event = shuffled.pop(); event; event = shuffled.pop()) {
        const { body, signature } = stripe.signed(event, SECRET);
        const response = await fetch(`${api.url}/api/v1/agency/webhook/stripe/${agency}`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', 'Stripe-Signature': signature },
          body,
        });
        // All are about one account. On a busy machine some wait for too long, and Stripe sends those again.
        expect([200, 503]).toContain(response.status);
        if (response.status === 503) shuffled.unshift(event);
      }
    };
    await Promise.all(Array.from({ length: SENDERS }, deliver));
    await waitFor(
      'the syncs to be done',
      async () => (await rows("SELECT 1 FROM job_outbox WHERE name = 'billing-sync'")).length === 0,
      60_000,
    );

    expect(await rows('SELECT count(*)::int FROM stripe_events')).toEqual([{ count: events.length }]);
    expect(await call('PUT', `/user/${String(user.id)}`, {})).toMatchObject({
      stripe_customer_id: customer,
      stripe_subscription_id: subscription,
      stripe_subscription_status: stripe.subscription(subscription).status,
      active_billing_plan_id: plans.get(stripe.subscription(subscription).items.data[0]?.price.id),
      is_paying: true,
      is_trial: false,
      used_trial: true,
    });
    const paid = stripe.invoices
      .filter(({ status }) => status === 'paid')
      .flatMap(({ lines }) => lines.data)
      .filter(({ parent }) => parent?.subscription_item_details?.proration === false)
      .map(({ period, pricing }) => ({
        plan: plans.get(pricing?.price_details?.price),
        cycle: new Date(period.start * 1_000),
      }));
    expect(paid.length).toBeGreaterThan(45);
    const granted = await rows(
      'SELECT billing_plan_id AS plan, cycle FROM credit_entries WHERE amount > 0 ORDER BY cycle, amount',
    );
    expect(granted).toEqual(paid);
  }, 120_000);
});
