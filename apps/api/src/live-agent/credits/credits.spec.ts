import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BillingCycles } from '@rollcall/billing';

import { ADMIN, TestApi } from '../../testing/test-api.js';
import { PLAN } from '../../testing/plan.js';

describe('credits', () => {
  let api: TestApi;
  let agency: string;

  beforeAll(async () => {
    api = await TestApi.start();
    agency = (await live().get('/agency')).one('AgencyDto').id;
  });

  afterAll(async () => {
    await api.close();
  });

  const live = () => api.anonymous.with({ 'X-API-Key': ADMIN.token });
  const plan = async (credits: object) =>
    (await live().post(`/agency/billing/${agency}/billing_plan`, { ...PLAN, credits })).one('BillingPlanDto').id;
  const user = async (changes: object = {}) =>
    (
      await live().post('/user/create_live_agent', {
        first_name: 'Ada',
        last_name: 'Lovelace',
        email: `${api.unique('credits')}@example.com`,
        password: 'Correct-Horse-7',
        ...changes,
      })
    ).one('UserDto').id;
  const subaccount = (call: string, id: string, more: string, method: 'get' | 'post' = 'post') =>
    live()[method](`/agency/billing/subaccount/${call}?agency_id=${agency}&subaccount_user_id=${id}&${more}`);
  const changePlan = (id: string, to: string, method?: 'get' | 'post') =>
    subaccount('change_billing_plan', id, `new_billing_plan_id=${to}`, method);
  const use = (id: string, body: object) => live().post(`/user/${id}/credits/use`, body);
  const left = async (id: string): Promise<unknown> => {
    const [row] = await api.rows(
      `SELECT jsonb_object_agg(credit, left_over) AS credits FROM (
         SELECT credit, sum(amount)::int AS left_over FROM credit_entries
         JOIN agents ON agents.id = agent_id WHERE uuid = $1 GROUP BY credit) AS balance`,
      [id],
    );
    return row?.credits;
  };
  const renewDue = () => api.app.get(BillingCycles, { strict: false }).renewDue();
  const moveDue = (id: string, anchor: string, next: string) =>
    api.rows(
      `UPDATE billing_accounts SET billing_anchor = $2, last_credits_refresh = $2, next_credits_refresh = $3
       WHERE agent_id = (SELECT id FROM agents WHERE uuid = $1)`,
      [id, anchor, next],
    );

  it.each(['get', 'post'] as const)('are granted when a plan begins, by %s, once for the cycle', async (method) => {
    const id = await user();
    const to = await plan({ messages: 100, minutes: 5, none: 0 });
    const changed = (await changePlan(id, to, method)).one('UserDto');
    expect(changed).toMatchObject({ active_billing_plan_id: to, next_billing_plan_id: null });
    expect(changed.last_credits_refresh).not.toBeNull();
    expect(await left(id)).toEqual({ messages: 100, minutes: 5 });
    await Promise.all(Array.from({ length: 5 }, () => changePlan(id, to)));
    expect(await left(id)).toEqual({ messages: 100, minutes: 5 });
  });

  it('never go below zero, however many use them at once, and are used once per key', async () => {
    const id = await user();
    await changePlan(id, await plan({ messages: 10 }));
    const answers = await Promise.all(
      Array.from({ length: 15 }, (_, index) => use(id, { credit: 'messages', amount: 1, key: `use-${index}` })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(5);
    expect(await left(id)).toEqual({ messages: 0 });
    const done = answers.findIndex(({ status }) => status === 200);
    const again = await use(id, { credit: 'messages', amount: 1, key: `use-${done}` });
    expect(again.one('CreditsDto')).toEqual({ credits: { messages: 0 } });
    expect((await use(id, { credit: 'messages', amount: 2, key: `use-${done}` })).status).toBe(409);
    const short = await use(id, { credit: 'unheard of', amount: 1, key: 'other' });
    expect(short.body).toMatchObject({ detail: [{ loc: ['body', 'amount'] }] });
    for (const credit of ['toString', 'constructor', '__proto__'])
      expect((await use(id, { credit, amount: 1, key: credit })).status).toBe(422);
  });

  it('are granted for each cycle once, month ends included, whoever renews and however often', async () => {
    const id = await user();
    const [first, next] = [await plan({ messages: 100 }), await plan({ messages: 7 })];
    await changePlan(id, first);
    await moveDue(id, '2026-01-31T10:00:00Z', '2026-02-28T10:00:00Z');
    await api.rows(
      'UPDATE billing_accounts SET next_billing_plan_id = $2 WHERE agent_id = (SELECT id FROM agents WHERE uuid = $1)',
      [id, next],
    );
    for (;;) {
      const counts = await Promise.all(Array.from({ length: 4 }, renewDue));
      if (counts.every((count) => count === 0)) break;
    }
    const cycles = await api.rows(
      `SELECT to_char(cycle AT TIME ZONE 'UTC', 'MM-DD') AS day, amount::int FROM credit_entries
       WHERE agent_id = (SELECT id FROM agents WHERE uuid = $1) AND billing_plan_id = $2 ORDER BY cycle LIMIT 4`,
      [id, next],
    );
    expect(cycles).toEqual(['02-28', '03-31', '04-30', '05-31'].map((day) => ({ day, amount: 7 })));
    const seen = (await live().put(`/user/${id}`, {})).one('UserDto');
    expect(seen).toMatchObject({ active_billing_plan_id: next, next_billing_plan_id: null });
    expect(new Date(seen.next_credits_refresh ?? 0).getTime()).toBeGreaterThan(Date.now());
  });

  it('begin with the next run for a plan that was set as a field', async () => {
    const to = await plan({ messages: 4 });
    const id = await user({ active_billing_plan_id: to });
    expect(await left(id)).toBeNull();
    while ((await renewDue()) > 0);
    expect(await left(id)).toEqual({ messages: 4 });
    const seen = (await live().put(`/user/${id}`, {})).one('UserDto');
    expect(new Date(seen.next_credits_refresh ?? 0).getTime()).toBeGreaterThan(Date.now());
  });

  it('can be had by an agent that a version without billing made', async () => {
    const id = await user();
    await api.rows('DELETE FROM billing_accounts WHERE agent_id = (SELECT id FROM agents WHERE uuid = $1)', [id]);
    expect((await live().put(`/user/${id}`, { is_paying: true })).one('UserDto').is_paying).toBe(true);
    await api.rows('DELETE FROM billing_accounts WHERE agent_id = (SELECT id FROM agents WHERE uuid = $1)', [id]);
    expect((await changePlan(id, await plan({ messages: 2 }))).status).toBe(200);
    expect(await left(id)).toEqual({ messages: 2 });
  });

  it('begin a new cycle when told to, for one to 120 months', async () => {
    const id = await user();
    await changePlan(id, await plan({ messages: 3 }));
    const answer = await subaccount('refresh_billing_cycle', id, 'next_billing_cycle_in_months=3');
    const { last_credits_refresh: last, next_credits_refresh: next } = answer.one('UserDto');
    const months = (new Date(next ?? 0).getTime() - new Date(last ?? 0).getTime()) / (30 * 24 * 60 * 60 * 1_000);
    expect(Math.round(months)).toBe(3);
    expect(await left(id)).toEqual({ messages: 6 });
    for (const wrong of ['0', '1000', '1.5', 'many', ''])
      expect((await subaccount('refresh_billing_cycle', id, `next_billing_cycle_in_months=${wrong}`)).status).toBe(422);
  });

  it('are told to their owner', async () => {
    expect((await live().get('/user/credits')).body).toEqual({
      message: 'Data retrieved successfully',
      meta: {},
      data: { credits: {} },
    });
  });

  it('cannot come from a plan, an agent or an agency that there is not', async () => {
    const nobody = '01900000-0000-7000-8000-000000000000';
    const id = await user();
    expect((await changePlan(id, nobody)).body).toMatchObject({ detail: [{ loc: ['query', 'new_billing_plan_id'] }] });
    expect((await changePlan(nobody, nobody)).status).toBe(404);
    agency = nobody;
    expect((await changePlan(id, nobody)).status).toBe(404);
  });
});
