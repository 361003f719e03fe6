import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { Models } from '../../testing/description.js';
import { PLAN } from '../../testing/plan.js';
import { TestApi } from '../../testing/test-api.js';

describe('the feed of events', () => {
  let api: TestApi;
  /** Another process on the same database. */
  let replica: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
    replica = await TestApi.start({ connectThrough: () => Promise.resolve(api.databaseUrl) });
  });

  afterAll(async () => {
    await replica.close();
    await api.close();
  });

  const page = async (query: string, client = api.admin) => (await client.get(`/events?${query}`)).one('EventsDto');
  /** Where the feed ends now. */
  const end = async () => {
    let { next_cursor, results } = await page('limit=1000');
    while (results.length > 0) ({ next_cursor, results } = await page(`cursor=${next_cursor}&limit=1000`));
    return next_cursor;
  };
  /** The events that the work leaves. */
  const during = async (work: () => Promise<unknown>): Promise<readonly Models['EventDto'][]> => {
    const cursor = await end();
    await work();
    return (await page(`cursor=${cursor}`)).results;
  };
  const names = (events: readonly Models['EventDto'][]) => events.map(({ event }) => event);

  it('tells the life of an agent, a key, a team and a role, who did it and what was there before and after', async () => {
    let agentId = 0;
    const told = await during(async () => {
      const team = await api.team();
      const role = await api.role('messages:read');
      const agent = await api.agent({ role: role.name, new_password: 'Correct-Horse-7' });
      agentId = agent.id;
      const { client } = await api.withKey(agent);
      await client.put('/agents/me/availability', { status: 'online' });
      await client.put('/agents/me/availability', { status: 'offline' });
      const body = { first_name: 'Grace', email: agent.email, roles: agent.roles, enabled: false };
      await api.admin.put(`/agents/${agent.id}`, body);
      await api.admin.put(`/agents/${agent.id}`, body);
      await api.admin.put(`/agents/${agent.id}`, { ...body, enabled: true });
      await api.admin.delete(`/agents/${agent.id}/api-key`);
      await api.admin.delete(`/agents/${agent.id}`);
      await api.admin.put(`/roles/${role.id}`, { name: role.name, permissions: ['messages:write'] });
      await api.admin.delete(`/roles/${role.id}`);
      await api.admin.put(`/teams/${team.id}`, { name: api.unique('Team ') });
      await api.admin.delete(`/teams/${team.id}`);
    });
    expect(names(told)).toEqual([
      'team.created',
      'role.created',
      'agent.created',
      'agent.password_changed',
      'api_key.created',
      'agent.availability_changed',
      'agent.availability_changed',
      'agent.updated',
      'agent.disabled',
      'agent.enabled',
      'api_key.revoked',
      'agent.deleted',
      'role.updated',
      'role.deleted',
      'team.updated',
      'team.deleted',
    ]);
    const [, , created, password, , online, , updated] = told;
    const subject = { type: 'agent', id: agentId };
    const actor = { id: expect.any(Number), api_key_id: expect.any(Number) };
    expect(created?.payload).toMatchObject({ subject, actor, changes: { first_name: { before: null, after: 'Ada' } } });
    expect(password?.payload).toMatchObject({ subject, changes: {} });
    expect(online?.payload.changes).toEqual({ availability_status: { before: 'offline', after: 'online' } });
    expect(updated?.payload.changes).toEqual({ first_name: { before: 'Ada', after: 'Grace' } });
    expect(updated?.payload.request_id).toEqual(expect.any(String));
    expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
    expect(JSON.stringify(told)).not.toContain('Correct-Horse');
  });

  it('tells the breaks that an idle client reports, of which the log has no entry', async () => {
    const { client, agent } = await api.agentWith();
    const told = await during(() => client.put('/agents/me/availability', { status: 'away', source: 'idle' }));
    expect(told).toMatchObject([{ event: 'agent.availability_changed', payload: { subject: { id: agent.id } } }]);
  });

  it('tells that a credit was used up, and not that a use was refused', async () => {
    const { id } = await api.agent();
    const [row] = await api.rows('SELECT uuid FROM agents WHERE id = $1', [id]);
    const user = String(row?.uuid);
    const agency = (await api.admin.get('/agency')).one('AgencyDto').id;
    const plans = `/agency/billing/${agency}/billing_plan`;
    const plan = (await api.admin.post(plans, { ...PLAN, credits: { voice: 5 } })).one('BillingPlanDto').id;
    const where = `agency_id=${agency}&subaccount_user_id=${user}&new_billing_plan_id=${plan}`;
    await api.admin.post(`/agency/billing/subaccount/change_billing_plan?${where}`);
    const use = async (amount: number, key: string) =>
      api.admin.post(`/user/${user}/credits/use`, { credit: 'voice', amount, key });
    const told = await during(async () => {
      await use(2, 'a');
      await use(3, 'b');
      await use(1, 'c');
    });
    expect(told).toMatchObject([
      { event: 'credits.exhausted', payload: { subject: { id }, changes: { voice: { before: 3, after: 0 } } } },
    ]);
  });

  it('is read in parts that skip and repeat none, at any process', async () => {
    const start = await end();
    for (let count = 0; count < 5; count++) await api.team();
    const whole = await page(`cursor=${start}`);
    const parts: string[] = [];
    let cursor = start;
    for (const client of [api.admin, replica.admin, api.admin]) {
      const part = await page(`cursor=${cursor}&limit=2`, client);
      parts.push(...part.results.map(({ id }) => id));
      cursor = part.next_cursor;
    }
    expect(parts).toEqual(whole.results.map(({ id }) => id));
    expect(cursor).toBe(whole.next_cursor);
  });

  it('holds the answer until there is an event, and answers with none when the time is over', async () => {
    const cursor = await end();
    const waiting = page(`cursor=${cursor}&wait=30`, replica.admin);
    await api.team();
    expect(names((await waiting).results)).toEqual(['team.created']);
    const after = await end();
    expect(await page(`cursor=${after}&wait=1`)).toEqual({ results: [], next_cursor: after });
  });

  it('refuses a cursor that it never gave, and names it', async () => {
    const answer = await api.admin.get('/events?cursor=x');
    expect([answer.status, answer.body]).toMatchObject([400, { message: expect.stringContaining('next_cursor') }]);
  });

  it('lets nobody wait when the process ends', async () => {
    const late = await TestApi.start({ connectThrough: () => Promise.resolve(api.databaseUrl) });
    const waiting = late.admin.get(`/events?cursor=${await end()}&wait=30`);
    await late.root.get('/health');
    await late.close();
    expect((await waiting).status).toBe(200);
  });
});
