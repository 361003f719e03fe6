import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { AGENT_PERMISSIONS, LIVE_AGENT, liveAgents } from '../../testing/live-agents.js';
import { ADMIN, TestApi } from '../../testing/test-api.js';

describe('live agents', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });

  afterAll(async () => {
    await api.close();
  });

  const { admin, create, keyOf } = liveAgents(() => api);

  it("answers the seed's request with every field of the contract", async () => {
    const answer = await api.anonymous.post(`/user/create_live_agent?api_key=${ADMIN.token}`, LIVE_AGENT);
    const shown = Object.fromEntries(Object.entries(LIVE_AGENT).filter(([field]) => field !== 'password'));
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      message: 'Data created successfully',
      meta: {},
      data: {
        ...shown,
        birthdate: '1990-11-07T05:31:56.000Z',
        id: expect.any(String),
        role_id: expect.any(String),
        created_at: expect.any(String),
        updated_at: expect.any(String),
        follower_count: 0,
        following_count: 0,
      },
    });
  });

  it.each([
    ['X-API-Key', { 'X-API-Key': ADMIN.token }, ''],
    ['Authorization: Bearer', { Authorization: `Bearer ${ADMIN.token}` }, ''],
    ['Authorization: bearer', { Authorization: `bearer ${ADMIN.token}` }, ''],
    ['the URL', {}, `?api_key=${ADMIN.token}`],
  ])('takes the key from %s', async (_where, headers, query) => {
    const answer = await api.anonymous.with(headers).get(`/user${query}`);
    expect(answer.body).toMatchObject({
      message: 'Data retrieved successfully',
      data: { email: ADMIN.email, is_superuser: true },
    });
  });

  it.each([
    ['no key', {}],
    ['another key', { 'X-API-Key': `in-${'x'.repeat(43)}` }],
    ['a key of another form', { 'X-API-Key': 'secret' }],
    ['another scheme', { Authorization: `Digest ${ADMIN.token}` }],
  ])('refuses %s', async (_what, headers) => {
    const answer = await api.anonymous.with(headers).get('/user');
    expect(answer.status).toBe(401);
    expect(answer.body).toEqual({ detail: expect.any(String) });
  });

  it('are the agents that the helpdesk window shows, with their phone split', async () => {
    const data = (await create({ email: 'Split@Example.com ', phone: '+49 30 901820' })).one('UserDto');
    const [compact] = (await api.admin.get('/agents?email=split@example.com')).many('CompactAgentDto');
    const agent = (await api.admin.get(`/agents/${compact?.id ?? 0}`)).one('AgentDto');
    expect(data).toMatchObject({ phone: '+49 30 901820', email: 'split@example.com' });
    expect(agent).toMatchObject({
      first_name: 'Ada',
      last_name: 'Lovelace',
      enabled: true,
      roles: ['Agent'],
      phone_number_calling_code: '+49',
      phone_number: '30901820',
      phone_number_country_code: 'DE',
    });
  });

  it('report each invalid field by its place, and nothing is created', async () => {
    const before = await api.stored();
    const answer = await admin().post('/user/create_live_agent', {
      ...LIVE_AGENT,
      email: 'nonsense',
      birthdate: 'tomorrow',
      is_active: 'yes',
    });
    expect(answer.status).toBe(422);
    expect(answer.body).toEqual({
      detail: ['email', 'is_active', 'birthdate'].map((field) => ({
        loc: ['body', field],
        msg: expect.stringContaining(field),
        type: 'value_error',
      })),
    });
    expect(await api.stored()).toEqual(before);
  });

  it.each([
    ['POST', '/create_live_agent?email=x', { ...LIVE_AGENT, email: 'nonsense' }, ['body', 'email']],
    ['POST', '/create_live_agent', { ...LIVE_AGENT, email: '\0' }, ['body', 'email']],
    ['POST', '/create_live_agent', { ...LIVE_AGENT, '\0': 1 }, ['body']],
    ['PUT', '/nobody?user_id=x', {}, ['path', 'user_id']],
    ['PUT', '/%00', {}, ['path']],
    ['PUT', '/%ff', {}, ['path']],
    ['GET', '/get_agent_list?page=x', undefined, ['query', 'page']],
    ['GET', '/get_agent_list?page=%00', undefined, ['query', 'page']],
  ])('answer %s /user%s with the part of the request that is wrong', async (method, path, json, loc) => {
    const answer = await admin().send(method, `/user${path}`, { json });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ detail: [{ loc }] });
  });

  it.each([
    ['an unknown role', { role_id: '01900000-0000-7000-8000-000000000000' }, 422, 'role_id'],
    [
      'an unknown plan',
      { active_billing_plan_id: '01900000-0000-7000-8000-000000000000' },
      422,
      'active_billing_plan_id',
    ],
    [
      'an unknown next plan',
      { next_billing_plan_id: '01900000-0000-7000-8000-000000000000' },
      422,
      'next_billing_plan_id',
    ],
    ['a weak password', { password: 'password' }, 422, 'password'],
  ])('are refused with %s, and nothing is created', async (_what, changes, status, field) => {
    const before = await api.stored();
    const answer = await create(changes);
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({
      detail: [{ loc: ['body', field], msg: expect.stringContaining(field), type: 'value_error' }],
    });
    expect(await api.stored()).toEqual(before);
  });

  it('are refused a role that was deleted', async () => {
    const role = await api.role('tags:manage');
    const [{ uuid: role_id } = {}] = await api.rows('SELECT uuid FROM roles WHERE id = $1', [role.id]);
    await api.admin.delete(`/roles/${role.id}`);
    const before = await api.stored();
    const answer = await create({ role_id });
    expect(answer.body).toMatchObject({ detail: [{ loc: ['body', 'role_id'] }] });
    expect(await api.stored()).toEqual(before);
  });

  it('cannot share an e-mail, in whatever case', async () => {
    await create({ email: 'taken@example.com' });
    const answer = await create({ email: 'TAKEN@example.com' });
    expect(answer.status).toBe(409);
    expect(answer.body).toEqual({ detail: expect.stringContaining('taken@example.com') });
  });

  it.each([
    ['active_billing_plan_id', '01900000-0000-7000-8000-000000000000'],
    ['next_billing_plan_id', '01900000-0000-7000-8000-000000000000'],
    ['stripe_customer_id', 'cus_1'],
    ['stripe_subscription_id', 'sub_1'],
    ['stripe_subscription_status', 'active'],
    ['stripe_has_payment_method', true],
    ['is_trial', true],
    ['used_trial', true],
    ['is_paying', true],
    ['stripe_last_payment_date', '2023-11-07T05:31:56Z'],
    ['billing_updated_at', '2023-11-07T05:31:56Z'],
    ['last_credits_refresh', '2023-11-07T05:31:56Z'],
    ['next_credits_refresh', '2023-11-07T05:31:56Z'],
  ])('take %s from who holds billing:manage alone', async (field, value) => {
    const { client } = await keyOf(...AGENT_PERMISSIONS, 'users:manage');
    const body = { ...LIVE_AGENT, email: `${api.unique('billing')}@example.com`, [field]: value };
    const before = await api.stored();
    const refused = await client.post('/user/create_live_agent', body);
    expect(refused.status).toBe(403);
    expect(refused.body).toEqual({ detail: expect.stringContaining(field) });
    expect(await api.stored()).toEqual(before);

    const heard = await create({ [field]: value });
    expect(heard.status).toBe(field.endsWith('plan_id') ? 422 : 201);
  });

  it('come in pages', async () => {
    await create();
    const first = await admin().get('/user/get_agent_list?page=1&size=1');
    expect(first.body).toMatchObject({
      message: '',
      data: { page: 1, size: 1, previous_page: null, next_page: 2, items: [{ email: ADMIN.email }] },
    });
    const beyond = await admin().get('/user/get_agent_list/?page=9999');
    expect(beyond.body).toMatchObject({ data: { items: [], size: 50, next_page: null, previous_page: 9998 } });
    const tooMany = await admin().get('/user/get_agent_list?size=101');
    expect(tooMany.status).toBe(422);
    expect(tooMany.body).toMatchObject({ detail: [{ loc: ['query', 'size'] }] });
  });

  it('stand on one page each, the oldest first, without those who are deleted', async () => {
    const [, deleted] = [await api.agent(), await api.agent(), await api.agent()];
    await api.admin.delete(`/agents/${deleted.id}`);
    const rows = await api.rows('SELECT uuid FROM agents WHERE deleted_at IS NULL ORDER BY id');
    const pages: unknown[] = [];
    for (let page = 1; page <= Math.ceil(rows.length / 3); page++)
      pages.push((await admin().get(`/user/get_agent_list?page=${page}&size=3`)).data);
    expect(pages).toMatchObject(
      Array.from(pages, (_, index) => ({
        items: rows.slice(3 * index, 3 * (index + 1)).map(({ uuid: id }) => ({ id })),
        total: rows.length,
      })),
    );
  });
});
