import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { AGENT_PERMISSIONS, LIVE_AGENT, liveAgents } from '../../testing/live-agents.js';
import { TestApi } from '../../testing/test-api.js';

describe('changes of live agents', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });

  afterAll(async () => {
    await api.close();
  });

  const { admin, create, keyOf } = liveAgents(() => api);

  it('keep their roles when what was read is sent back, and lose Admin when told to', async () => {
    const [one, two] = [await api.role('tags:manage'), await api.role('macros:manage')];
    const agent = await api.agent({ roles: [one.name, two.name, 'Admin'] });
    const [{ uuid } = {}] = await api.rows('SELECT uuid FROM agents WHERE id = $1', [agent.id]);
    const put = (body: object) => admin().put(`/user/${String(uuid)}`, body);
    const roles = async () => (await api.admin.get(`/agents/${agent.id}`)).one('AgentDto').roles;
    const read = (await put({})).one('UserDto');
    expect((await put(read)).one('UserDto')).toEqual({ ...read, updated_at: expect.any(String) });
    expect(await roles()).toEqual(agent.roles);
    expect((await put({ ...read, is_superuser: false })).one('UserDto').is_superuser).toBe(false);
    expect(await roles()).toEqual(agent.roles.filter((name) => name !== 'Admin'));
  });

  it('hold Admin once, however it is asked for, and can be without it', async () => {
    const [{ uuid: role_id } = {}] = await api.rows("SELECT uuid FROM roles WHERE built_in = 'admin'");
    const both = (await create({ is_superuser: true, role_id })).one('UserDto');
    expect(both).toMatchObject({ is_superuser: true, role_id: null });
    const demoted = (await admin().put(`/user/${both.id}`, { ...both, is_superuser: false })).one('UserDto');
    expect(demoted.is_superuser).toBe(false);
  });

  it.each([
    ['a birth in the future', { birthdate: '2999-01-01T00:00:00Z' }, 'birthdate'],
    ['a birth before year 1 in UTC', { birthdate: '0001-01-01T00:00:00+14:00' }, 'birthdate'],
    ['a day that there is not', { birthdate: '2023-02-31T00:00:00Z' }, 'birthdate'],
    ['a name that is too long for the database alone', { first_name: '❤️'.repeat(100) }, 'first_name'],
  ])('are refused with %s', async (_what, changes, field) => {
    const answer = await create(changes);
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ detail: [{ loc: ['body', field] }] });
  });

  it('cannot give themselves roles, plans or Stripe fields', async () => {
    const { client } = await keyOf('conversations:read');
    const { id } = (await client.get('/user')).one('UserDto');
    const [{ uuid: role_id } = {}] = await api.rows("SELECT uuid FROM roles WHERE built_in = 'agent'");
    const before = await api.stored();
    for (const changes of [
      { is_superuser: true },
      { role_id },
      { is_paying: true },
      { stripe_customer_id: 'cus_1' },
      { active_billing_plan_id: '01900000-0000-7000-8000-000000000000' },
      { next_credits_refresh: '2023-11-07T05:31:56Z' },
    ])
      expect((await client.put(`/user/${id}`, changes)).status).toBe(403);
    expect(await api.stored()).toEqual(before);
  });

  it('are superusers only by the hand of who holds everything', async () => {
    const { client } = await keyOf(...AGENT_PERMISSIONS, 'users:manage');
    const refused = await client.post('/user/create_live_agent', {
      ...LIVE_AGENT,
      email: 'su@example.com',
      is_superuser: true,
    });
    expect(refused.status).toBe(403);
    const granted = (await create({ is_superuser: true })).one('UserDto');
    expect(granted.is_superuser).toBe(true);
  });

  it('change themselves in part, and others with users:manage', async () => {
    const { agent, client } = await keyOf('conversations:read');
    const mine = (await client.get('/user')).one('UserDto');
    const changed = await client.put(`/user/${mine.id}`, { phone: '12', state: 'DC' });
    expect(changed.body).toMatchObject({
      message: 'Data updated successfully',
      data: { ...mine, phone: '12', state: 'DC', updated_at: expect.any(String) },
    });
    expect((await api.admin.get(`/agents/${agent.id}`)).one('AgentDto').phone_number).toBeNull();
    const other = (await create()).one('UserDto');
    expect((await client.put(`/user/${other.id}`, { state: 'XX' })).status).toBe(403);
    expect((await admin().put(`/user/${other.id}`, { state: 'XX' })).one('UserDto').state).toBe('XX');
    expect((await admin().put('/user/01900000-0000-7000-8000-000000000000', {})).status).toBe(404);
  });
});
