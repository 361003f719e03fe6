import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BillingCycles } from '@rollcall/billing';

import { activityPage, created, entriesDuring, told } from '../../testing/activity.js';
import { ADMIN, TestApi } from '../../testing/test-api.js';
import { PLAN } from '../../testing/plan.js';

const PASSWORD = 'Correct-Horse-7';

describe('the activity log of billing', () => {
  let api: TestApi;
  let me: number;

  beforeAll(async () => {
    api = await TestApi.start();
    me = (await api.admin.get('/agents/me')).one('AgentDto').id;
  });

  afterAll(async () => {
    await api.close();
  });

  it('tells of a new agent what it has, its billing fields too', async () => {
    const agency = (await api.admin.get('/agency')).one('AgencyDto').id;
    const plan = (await api.admin.post(`/agency/billing/${agency}/billing_plan`, PLAN)).one('BillingPlanDto');
    const email = `${api.unique('grace')}@example.com`;
    let id = '';
    const entries = await entriesDuring(api, async () => {
      const body = { first_name: 'Grace', last_name: 'Hopper', email, password: PASSWORD, state: 'DC', is_trial: true };
      const user = await api.admin.post('/user/create_live_agent', { ...body, active_billing_plan_id: plan.id });
      id = user.one('UserDto').id;
      await api.admin.put(`/user/${id}`, { state: 'NY', next_billing_plan_id: plan.id, is_trial: false });
    });
    const active_billing_plan_id = { before: null, after: plan.id };
    const next_billing_plan_id = { before: null, after: plan.id };
    expect(told(entries)).toEqual([
      [
        'agent_created',
        {
          ...created({ first_name: 'Grace', last_name: 'Hopper', email, enabled: true, state: 'DC', roles: ['Agent'] }),
          ...created({ teams: [], availability_status: 'offline', is_enterprise: false, custom_attributes: {} }),
          is_trial: { before: false, after: true },
          used_trial: { before: false, after: true },
          active_billing_plan_id,
        },
      ],
      ['agent_password_set', null],
      ['billing_plan_changed', { active_billing_plan_id }],
      [
        'agent_updated',
        {
          state: { before: 'DC', after: 'NY' },
          is_trial: { before: true, after: false },
          next_billing_plan_id,
        },
      ],
      ['billing_plan_changed', { next_billing_plan_id }],
    ]);
  });

  it('tells of a plan what changed, also when another takes its place as the default, by its uuid', async () => {
    const { id: agency } = (await api.admin.get('/agency')).one('AgencyDto');
    const make = async (body: object) =>
      (await api.admin.post(`/agency/billing/${agency}/billing_plan`, { ...PLAN, ...body })).one('BillingPlanDto').id;
    const first = await make({ default_plan: true });
    let second = '';
    const entries = await entriesDuring(api, async () => {
      second = await make({ name: 'Other', default_plan: true, credits: { messages: 5 } });
      await api.admin.put(`/agency/billing/${second}`, { name: 'Third', credits: { messages: 6 } });
    });
    expect(entries.map((entry) => [entry.activity_type, entry.target_model_id, entry.target_model_uuid])).toEqual([
      ['billing_plan_updated', null, first],
      ['billing_plan_created', null, second],
      ['billing_plan_updated', null, second],
    ]);
    expect(entries.map(({ changes }) => changes)).toEqual([
      { default_plan: { before: true, after: false } },
      expect.objectContaining(created({ name: 'Other', default_plan: true, credits: { messages: 5 } })),
      { name: { before: 'Other', after: 'Third' }, credits: { before: { messages: 5 }, after: { messages: 6 } } },
    ]);
    expect((await activityPage(api, `?target_model_uuid=${second}`)).total).toBe(2);
  });

  it('tells of the plan that was the default when a change makes another one that', async () => {
    const { id: agency } = (await api.admin.get('/agency')).one('AgencyDto');
    const make = async (body: object) =>
      (await api.admin.post(`/agency/billing/${agency}/billing_plan`, { ...PLAN, ...body })).one('BillingPlanDto').id;
    const [former, next] = [await make({ default_plan: true }), await make({})];
    const entries = await entriesDuring(api, () => api.admin.put(`/agency/billing/${next}`, { default_plan: true }));
    expect(entries).toMatchObject([
      {
        activity_type: 'billing_plan_updated',
        actor_id: me,
        target_model_uuid: former,
        changes: { default_plan: { before: true, after: false } },
      },
      {
        activity_type: 'billing_plan_updated',
        actor_id: me,
        target_model_uuid: next,
        changes: { default_plan: { before: false, after: true } },
      },
    ]);
  });

  it('tells when an agent is put on a plan and when its cycle begins anew', async () => {
    const { id: agency } = (await api.admin.get('/agency')).one('AgencyDto');
    const plan = (await api.admin.post(`/agency/billing/${agency}/billing_plan`, PLAN)).one('BillingPlanDto');
    const body = { first_name: 'Ada', last_name: '', email: `${api.unique('ada')}@example.com`, password: PASSWORD };
    const { id } = (await api.admin.post('/user/create_live_agent', body)).one('UserDto');
    const change = (path: string) =>
      api.admin.post(`/agency/billing/subaccount/${path}&agency_id=${agency}&subaccount_user_id=${id}`);
    const entries = await entriesDuring(api, async () => {
      await change(`change_billing_plan?new_billing_plan_id=${plan.id}`);
      await change('refresh_billing_cycle?next_billing_cycle_in_months=2');
      await change(`change_billing_plan?new_billing_plan_id=${agency}`);
    });
    expect(told(entries)).toEqual([
      ['billing_plan_changed', expect.objectContaining({ active_billing_plan_id: { before: null, after: plan.id } })],
      ['billing_cycle_restarted', expect.objectContaining({ next_credits_refresh: expect.any(Object) })],
    ]);
    const about = entries.map(({ actor_id, target_model_type, target_model_id: whom, activity_description }) => [
      actor_id,
      target_model_type,
      activity_description.replace(`${body.email} (#${whom})`, 'her'),
    ]);
    expect(about).toEqual([
      [me, 'user', `${ADMIN.email} (#${me}) changed the billing plan of her`],
      [me, 'user', `${ADMIN.email} (#${me}) restarted the billing cycle of her`],
    ]);
  });

  it('tells, without an actor, when the next plan takes its place at the end of a cycle', async () => {
    const { id: agency } = (await api.admin.get('/agency')).one('AgencyDto');
    const plan = async () =>
      (await api.admin.post(`/agency/billing/${agency}/billing_plan`, PLAN)).one('BillingPlanDto').id;
    const [first, next] = [await plan(), await plan()];
    const body = { first_name: 'Ada', last_name: '', email: `${api.unique('ada')}@example.com`, password: PASSWORD };
    const plans = { active_billing_plan_id: first, next_billing_plan_id: next };
    await api.admin.post('/user/create_live_agent', {
      ...body,
      ...plans,
      next_credits_refresh: '2026-01-01T00:00:00Z',
    });
    const renewDue = () => api.app.get(BillingCycles, { strict: false }).renewDue();
    const entries = await entriesDuring(api, async () => {
      for (let count = await renewDue(); count > 0; count = await renewDue());
    });
    expect(entries.filter(({ changes }) => JSON.stringify(changes).includes(next))).toMatchObject([
      {
        activity_type: 'billing_plan_changed',
        actor_id: null,
        changes: {
          active_billing_plan_id: { before: first, after: next },
          next_billing_plan_id: { before: next, after: null },
        },
      },
    ]);
  });
});
