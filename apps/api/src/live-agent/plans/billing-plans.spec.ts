import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { ADMIN, TestApi } from '../../testing/test-api.js';
import { PLAN } from '../../testing/plan.js';

const creditsNamed = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`credit${i}`, 1]));

describe('billing plans', () => {
  let api: TestApi;
  let plans: string;

  beforeAll(async () => {
    api = await TestApi.start();
    plans = `/agency/billing/${(await live().get('/agency')).one('AgencyDto').id}/billing_plan`;
  });

  afterAll(async () => {
    await api.close();
  });

  const live = () => api.anonymous.with({ 'X-API-Key': ADMIN.token });
  const create = async (changes: object = {}) =>
    (await live().post(plans, { ...PLAN, ...changes })).one('BillingPlanDto');
  const defaults = async () => {
    const rows = await api.rows('SELECT id FROM billing_plans WHERE default_plan');
    return rows.map(({ id }) => id);
  };

  it('have one default: the first, until another one takes its place', async () => {
    const first = await create();
    expect(first).toMatchObject({ ...PLAN, default_plan: true, credits: {}, user_count: 0 });
    const second = await create({ default_plan: true, credits: { messages: 100 } });
    expect(await defaults()).toEqual([second.id]);
    expect((await live().put(`/agency/billing/${first.id}`, { default_plan: true })).status).toBe(200);
    expect(await defaults()).toEqual([first.id]);
    const none = await live().put(`/agency/billing/${first.id}`, { default_plan: false });
    expect(none.status).toBe(422);
    expect(await defaults()).toEqual([first.id]);
  });

  it('have one default also when many take its place at once', async () => {
    const made = await Promise.all(Array.from({ length: 10 }, () => create({ default_plan: true })));
    expect(await defaults()).toHaveLength(1);
    const answers = await Promise.all(
      made.map(({ id }) => live().put(`/agency/billing/${id}`, { default_plan: true })),
    );
    expect(answers.map(({ status }) => status)).toEqual(made.map(() => 200));
    expect(await defaults()).toHaveLength(1);
  });

  it('change in part and count the agents on them', async () => {
    const plan = await create({ billing_plan_group: 'emea' });
    const agent = await live().post('/user/create_live_agent', {
      first_name: 'Ada',
      last_name: 'Lovelace',
      email: `${api.unique('plan')}@example.com`,
      password: 'Correct-Horse-7',
      active_billing_plan_id: plan.id,
    });
    expect(agent.one('UserDto').active_billing_plan_id).toBe(plan.id);
    const renamed = await live().put(`/agency/billing/${plan.id}`, { name: 'Renamed', billing_plan_group: null });
    expect(renamed.one('BillingPlanDto')).toEqual({
      ...plan,
      name: 'Renamed',
      billing_plan_group: null,
      user_count: 1,
    });
    expect((await live().get(`/agency/billing/${plan.id}`)).one('BillingPlanDto').user_count).toBe(1);
    const [compact] = (await api.admin.get(`/agents?email=${agent.one('UserDto').email ?? ''}`)).many(
      'CompactAgentDto',
    );
    await api.admin.delete(`/agents/${compact?.id ?? 0}`);
    expect((await live().get(`/agency/billing/${plan.id}`)).one('BillingPlanDto').user_count).toBe(0);
  });

  it('come in pages, the oldest first', async () => {
    await create({ name: 'Last' });
    const [{ count } = {}] = await api.rows('SELECT count(*)::int FROM billing_plans');
    const page = await live().get(`${plans}/list?page=${String(count)}&size=1`);
    expect(page.body).toMatchObject({
      message: '',
      data: { items: [{ name: 'Last' }], total: count, pages: count, next_page: null },
    });
  });

  it.each([
    ['a count below zero', { bots_count: -1 }, 'bots_count'],
    ['a broken count', { words_count: 1.5 }, 'words_count'],
    ['a missing name', { name: undefined }, 'name'],
    ['credits that are no whole numbers', { credits: { messages: 0.1 } }, 'credits', 'messages'],
  ])('are refused with %s', async (_what, changes, ...loc) => {
    const answer = await live().post(plans, { ...PLAN, ...changes });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ detail: [{ loc: ['body', ...loc] }] });
  });

  it.each([
    ['attributes', { text: 'x'.repeat(16 * 1024 - 11) }, { text: 'x'.repeat(16 * 1024 - 10) }],
    ['attributes', { text: 'ü'.repeat(8_000) }, { text: 'ü'.repeat(9_000) }],
    ['attributes', { list: Array(50).fill(1e300) }, { list: Array(60).fill(1e300) }],
    ['attributes', { list: Array(50).fill(1e-300) }, { list: Array(60).fill(1e-300) }],
    ['attributes', { list: Array(500).fill(1.234567890123456e-7) }, { list: Array(600).fill(1.234567890123456e-7) }],
    ['credits', creditsNamed(1_000), creditsNamed(2_000)],
  ])('hold %s of 16 KiB and no more', async (field, most, more) => {
    const plan = await create({ [field]: most });
    expect(plan).toMatchObject({ [field]: most });
    for (const answer of [
      await live().post(plans, { ...PLAN, [field]: more }),
      await live().put(`/agency/billing/${plan.id}`, { [field]: more }),
    ]) {
      expect(answer.status).toBe(422);
      expect(answer.body).toMatchObject({ detail: [{ loc: ['body', field] }] });
    }
    expect((await live().get(`/agency/billing/${plan.id}`)).one('BillingPlanDto')).toMatchObject({ [field]: most });
  });

  it.each([
    ['credits', '{"constructor":5,"__proto__":7}', ['credits']],
    ['credits', '{"messages":1,"toString":1}', ['credits']],
    ['attributes', '{"prototype":1}', ['attributes']],
    ['attributes', '{"list":[{"__proto__":{"admin":true}}]}', ['attributes', 'list', '0']],
  ])('are refused with the %s %s, whose names JavaScript would swallow', async (field, json, loc) => {
    const plan = await create();
    for (const [method, path] of [
      ['POST', plans],
      ['PUT', `/agency/billing/${plan.id}`],
    ] as const) {
      const raw = JSON.stringify({ ...PLAN, [field]: 'JSON' }).replace('"JSON"', json);
      const answer = await live().send(method, path, { raw, headers: { 'Content-Type': 'application/json' } });
      expect(answer.status).toBe(422);
      expect(answer.body).toMatchObject({ detail: [{ loc: ['body', ...loc] }] });
    }
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it.each(['name', 'description', 'bots_count', 'words_count', 'premium_support'])(
    'have a %s always',
    async (field) => {
      const plan = await create();
      const answer = await live().put(`/agency/billing/${plan.id}`, { [field]: null });
      expect(answer.status).toBe(422);
      expect(answer.body).toMatchObject({ detail: [{ loc: ['body', field] }] });
    },
  );

  it('have a lookup key each of their own, also when two take one at once', async () => {
    const key = api.unique('lookup');
    const answers = await Promise.all(
      ['First', 'Second'].map((name) => live().post(plans, { ...PLAN, name, plan_lookup_key: key })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    const other = await create();
    const taken = await live().put(`/agency/billing/${other.id}`, { plan_lookup_key: key });
    expect(taken.status).toBe(409);
    expect(taken.error.message).toContain('plan_lookup_key');
  });

  it('have none when it is empty', async () => {
    const [one, other] = [await create({ plan_lookup_key: '' }), await create({ plan_lookup_key: '' })];
    expect([one.plan_lookup_key, other.plan_lookup_key]).toEqual([null, null]);
  });

  it('cannot be deleted, so that nobody is on a plan that there is not', async () => {
    const { id } = await create();
    expect((await live().delete(`/agency/billing/${id}`)).status).toBe(405);
  });

  it('belong to this agency alone', async () => {
    const other = '/agency/billing/01900000-0000-7000-8000-000000000000';
    expect((await live().post(`${other}/billing_plan`, PLAN)).status).toBe(404);
    expect((await live().get(`${other}/billing_plan/list`)).status).toBe(404);
    expect((await live().get(other)).status).toBe(404);
  });
});
