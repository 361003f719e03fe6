import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ImportRunner } from '@rollcall/imports';
import { startStripeServer, type StripeServer } from '@rollcall/stripe-server';

import { PLAN } from '../../testing/plan.js';
import { STRIPE_SETTINGS } from '../../testing/stripe-event.js';
import { ADMIN, TestApi } from '../../testing/test-api.js';

const NAMES = { first_name: 'Ada', last_name: 'Lovelace', password: 'Correct-Horse-7' };

describe('billing accounts where agents pay by Stripe', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start({ settings: STRIPE_SETTINGS });
  });

  afterAll(async () => {
    await api.close();
  });

  const live = (of = api) => of.anonymous.with({ 'X-API-Key': ADMIN.token });
  const create = async (changes: object = {}, of = api) =>
    (
      await live(of).post('/user/create_live_agent', { ...NAMES, email: `${of.unique('ada')}@example.com`, ...changes })
    ).one('UserDto');
  /** How often the work has asked for a sync. */
  const syncsDuring = async (work: () => Promise<unknown>) => {
    const count = async () => {
      const [row] = await api.rows(
        `SELECT (SELECT count(*) FROM job_outbox WHERE name = 'billing-sync')::int AS jobs,
           (SELECT sum(stripe_sync_requests) FROM billing_accounts)::int AS requests`,
      );
      return { jobs: Number(row?.jobs), requests: Number(row?.requests) };
    };
    const before = await count();
    await work();
    const after = await count();
    expect(after.jobs - before.jobs).toBe(after.requests - before.requests);
    return after.jobs - before.jobs;
  };

  it('are synced when an agent is made, by either window', async () => {
    expect(await syncsDuring(() => create())).toBe(1);
    expect(await syncsDuring(() => api.agent())).toBe(1);
  });

  it('are synced, each once, when agents are brought in by a file', async () => {
    const raw = ['first_name,email,roles', 'Ada,file1@example.com,Agent', 'Ada,file2@example.com,Agent'].join('\n');
    const headers = { 'Content-Type': 'text/csv' };
    const { id } = (await api.admin.send('POST', '/agents/imports', { raw, headers })).one('ImportDto');
    const [row] = await api.rows('SELECT job_id AS job FROM agent_imports WHERE id = $1', [id]);
    const runner = api.app.get(ImportRunner, { strict: false });
    expect(await syncsDuring(() => runner.run(id, String(row?.job)))).toBe(2);
  });

  it('are synced when Stripe should know of a change, and not otherwise', async () => {
    const agent = await api.agent();
    const put = (changes: object) => api.admin.put(`/agents/${agent.id}`, { ...agent, ...changes });
    expect(await syncsDuring(() => put({ email: `${api.unique('new')}@example.com` }))).toBe(1);
    expect(await syncsDuring(() => put({ first_name: 'Augusta' }))).toBe(1);
    expect(await syncsDuring(() => put({ first_name: 'Augusta', enabled: false }))).toBe(0);
    const user = await create();
    const update = (changes: object) => live().put(`/user/${user.id}`, changes);
    expect(await syncsDuring(() => update({ stripe_customer_id: 'cus_named' }))).toBe(1);
    expect(await syncsDuring(() => update({ last_name: 'King' }))).toBe(1);
    expect(await syncsDuring(() => update({ state: 'DC' }))).toBe(0);
    expect(await syncsDuring(() => api.admin.delete(`/agents/${agent.id}`))).toBe(1);
  });

  it('are synced for nothing when the change is refused', async () => {
    const user = await create();
    const refused = { last_name: 'King', next_billing_plan_id: '01900000-0000-7000-8000-000000000000' };
    const before = await api.stored();
    expect(await syncsDuring(() => live().put(`/user/${user.id}`, refused))).toBe(0);
    expect(await api.stored()).toEqual(before);
  });

  it('say how agents are billed', async () => {
    expect((await live().get('/agency')).one('AgencyDto').billing_method).toBe('stripe');
  });

  it('keep what a client says of a customer that is not synced yet', async () => {
    const said = {
      stripe_customer_id: 'cus_theirs',
      stripe_subscription_id: 'sub_theirs',
      stripe_subscription_status: 'active',
      stripe_has_payment_method: true,
      is_paying: true,
    };
    expect(await create(said)).toMatchObject(said);
  });

  it('have one trial, unless who may grants another', async () => {
    const user = await create({ is_trial: true });
    expect(user).toMatchObject({ is_trial: true, used_trial: true });
    const update = (changes: object) => live().put(`/user/${user.id}`, changes);
    expect((await update({ is_trial: true })).one('UserDto').is_trial).toBe(true);
    expect((await update({ is_trial: false })).one('UserDto')).toMatchObject({ is_trial: false, used_trial: true });
    const again = await update({ is_trial: true });
    expect(again.body).toMatchObject({ detail: [{ loc: ['body', 'is_trial'] }] });
    await update({ used_trial: false });
    expect((await update({ is_trial: true })).one('UserDto')).toMatchObject({ is_trial: true, used_trial: true });
  });
});

describe('a plan that is chosen for an agent who pays by a subscription', () => {
  let stripe: StripeServer;
  let api: TestApi;

  beforeAll(async () => {
    stripe = await startStripeServer();
    const settings = { ...STRIPE_SETTINGS, STRIPE_API_KEY: stripe.apiKey, STRIPE_API_BASE: stripe.url };
    api = await TestApi.start({ settings });
  });

  afterAll(async () => {
    await api.close();
    await stripe.close();
  });

  it('is refused at once, by either call, while Stripe has no price for it, and taken as soon as it has', async () => {
    const live = api.anonymous.with({ 'X-API-Key': ADMIN.token });
    const agency = (await live.get('/agency')).one('AgencyDto').id;
    const pro = await live.post(`/agency/billing/${agency}/billing_plan`, { ...PLAN, plan_lookup_key: 'pro' });
    const plan = pro.one('BillingPlanDto').id;
    const user = (await live.post('/user/create_live_agent', { ...NAMES, email: 'payer@example.com' })).one(
      'UserDto',
    ).id;
    await api.rows(
      `UPDATE billing_accounts SET stripe_synced_at = now(), stripe_subscription_status = 'active'
       WHERE agent_id = (SELECT id FROM agents WHERE uuid = $1)`,
      [user],
    );
    const ids = `agency_id=${agency}&subaccount_user_id=${user}&new_billing_plan_id=${plan}`;
    const byAgency = () => live.post(`/agency/billing/subaccount/change_billing_plan?${ids}`);
    const byField = () => live.put(`/user/${user}`, { active_billing_plan_id: plan });
    const msg = expect.stringContaining('lookup key pro; add it there');
    expect((await byAgency()).body).toMatchObject({ detail: [{ loc: ['query', 'new_billing_plan_id'], msg }] });
    expect((await byField()).body).toMatchObject({ detail: [{ loc: ['body', 'active_billing_plan_id'], msg }] });
    stripe.addPrice({ lookupKey: 'pro' });
    expect((await byField()).one('UserDto').active_billing_plan_id).toBe(plan);
  });
});

describe('billing accounts where nobody is charged', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });

  afterAll(async () => {
    await api.close();
  });

  it('are not synced', async () => {
    const agent = await api.agent();
    await api.admin.put(`/agents/${agent.id}`, { ...agent, first_name: 'Augusta' });
    await api.admin.delete(`/agents/${agent.id}`);
    expect(await api.rows("SELECT id FROM job_outbox WHERE name = 'billing-sync'")).toEqual([]);
  });

  it('say so', async () => {
    const agency = (await api.anonymous.with({ 'X-API-Key': ADMIN.token }).get('/agency')).one('AgencyDto');
    expect(agency.billing_method).toBe('custom');
  });
});
