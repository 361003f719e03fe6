import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { PLAN } from '../../testing/plan.js';
import { ADMIN, TestApi } from '../../testing/test-api.js';

describe("an agent's billing", () => {
  let api: TestApi;
  let path: string;
  let planId: string;

  beforeAll(async () => {
    api = await TestApi.start();
    const live = api.anonymous.with({ 'X-API-Key': ADMIN.token });
    const { id: agency } = (await live.get('/agency')).one('AgencyDto');
    const plan = { ...PLAN, name: 'Team', credits: { replies: 100 } };
    planId = (await live.post(`/agency/billing/${agency}/billing_plan`, plan)).one('BillingPlanDto').id;
    const body = { first_name: 'Ada', last_name: 'L', email: 'ada@example.com', password: 'Correct-Horse-7' };
    const { id: uuid } = (await live.post('/user/create_live_agent', body)).one('UserDto');
    const query = `agency_id=${agency}&subaccount_user_id=${uuid}&new_billing_plan_id=${planId}`;
    await live.post(`/agency/billing/subaccount/change_billing_plan?${query}`);
    for (const [index, amount] of [5, 7].entries())
      await live.post(`/user/${uuid}/credits/use`, { credit: 'replies', amount, key: `use-${index}` });
    const [row] = await api.rows('SELECT id FROM agents WHERE uuid = $1', [uuid]);
    path = `/agents/${String(row?.id)}`;
  });

  afterAll(async () => {
    await api.close();
  });

  const slice = async (query = '') => (await api.admin.get(`${path}/credit-entries${query}`)).one('CreditEntriesDto');

  const accounts = async (query = '') => (await api.admin.get(`/billing-accounts${query}`)).many('BillingAccountDto');

  it('tells the plan, what is left, and what was granted and used on each day', async () => {
    const { active_plan_id, active_plan_name, balance, days } = (await api.admin.get(`${path}/billing`)).one(
      'AgentBillingDto',
    );
    expect([active_plan_id, active_plan_name]).toEqual([planId, 'Team']);
    expect(balance).toEqual([{ credit: 'replies', left: 88 }]);
    expect(days).toEqual([{ day: new Date().toISOString().slice(0, 10), credit: 'replies', granted: 100, used: 12 }]);
  });

  it('tells only the last thirty days by day', async () => {
    const [entry] = (await slice('?limit=1')).results;
    await api.rows(`UPDATE credit_entries SET created_at = created_at - interval '30 days' WHERE id = $1`, [entry?.id]);
    const { days } = (await api.admin.get(`${path}/billing`)).one('AgentBillingDto');
    expect(days.map(({ used }) => used)).toEqual([5]);
    await api.rows(`UPDATE credit_entries SET created_at = created_at + interval '30 days' WHERE id = $1`, [entry?.id]);
  });

  it('cuts the ledger into slices, the latest entry first, none twice and none left out', async () => {
    const amounts: number[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { results, next_cursor } = await slice(`?limit=1&cursor=${cursor}`);
      amounts.push(...results.map(({ amount }) => amount));
      cursor = next_cursor;
    }
    expect(amounts).toEqual([-7, -5, 100]);
    expect((await slice()).results).toMatchObject([{ key: 'use-1' }, { key: 'use-0' }, { billing_plan_id: planId }]);
  });

  it('lists the accounts of agents with plan, subscription and credits, narrowed by each', async () => {
    const cleo = await api.agent({ first_name: 'Cleo', last_name: 'Credit' });
    await api.rows(
      `UPDATE billing_accounts SET stripe_subscription_status = 'past_due', stripe_problem = 'No price' WHERE agent_id = $1`,
      [cleo.id],
    );
    await api.admin.delete(`/agents/${(await api.agent()).id}`);
    await api.admin.post('/service-accounts', { first_name: 'Robot', roles: ['Agent'] });
    const [whole, ada] = [await accounts(), Number(path.split('/').pop())];
    expect(whole.map(({ agent_id: id }) => id)).toEqual([cleo.id, ada, 1]);
    expect(whole[0]).toMatchObject({ agent_name: 'Cleo Credit', stripe_problem: 'No price', balance: [] });
    expect(whole[1]).toMatchObject({ active_plan_name: 'Team', balance: [{ credit: 'replies', left: 88 }] });
    const found = async (query: string) => (await accounts(query)).map(({ agent_id: id }) => id);
    expect(await found(`?plan_id=${planId}`)).toEqual([ada]);
    expect(await found('?subscription=past_due')).toEqual([cleo.id]);
    expect(await found('?subscription=none')).toEqual([ada, 1]);
    expect(await found('?problem=true')).toEqual([cleo.id]);
    expect(await found(`?plan_id=${planId}&subscription=past_due`)).toEqual([]);
    expect(await found(`?limit=1&before=${cleo.id}`)).toEqual([ada]);
  });

  it.each(['plan_id=Team', 'subscription=unknown', 'problem=perhaps', 'before=0'])(
    'refuses to list accounts by %s',
    async (query) => {
      const answer = await api.admin.get(`/billing-accounts?${query}`);
      expect([answer.status, answer.fields]).toEqual([400, [query.split('=')[0]]]);
    },
  );

  it('refuses a cursor that no slice gave', async () => {
    const answer = await api.admin.get(`${path}/credit-entries?cursor=tomorrow`);
    expect([answer.status, answer.fields]).toEqual([400, ['cursor']]);
  });
});
