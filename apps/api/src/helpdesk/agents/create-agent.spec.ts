import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { Models } from '../../testing/description.js';
import { fieldOrItem } from '../../testing/field-or-item.js';
import { ADMIN, basic, TestApi } from '../../testing/test-api.js';

const FULL_AGENT = [
  'id',
  'created_at',
  'updated_at',
  'first_name',
  'last_name',
  'email',
  'type',
  'availability_status',
  'phone_number_calling_code',
  'phone_number',
  'phone_number_country_code',
  'avatar_url',
  'enabled',
  'last_active_at',
  'last_login_at',
  'roles',
  'permissions',
  'custom_attributes',
  'teams',
  'api_key',
  'api_key_last_used_at',
  'external_user_id',
  'country',
  'meta',
];

describe('creating an agent', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });

  afterAll(async () => {
    await api.close();
  });

  const create = (changes: object) => api.admin.post('/agents', api.newAgent(changes));

  it("answers the seed page's request with the whole agent", async () => {
    const team = (await api.admin.post('/teams', { name: 'Support Team', emoji: '🛠️' })).one('TeamDto');
    const answer = await api.anonymous.send('POST', '/agents', {
      headers: { Authorization: basic(ADMIN.key, ADMIN.secret), 'Content-Type': 'application/json' },
      raw: `{
"first_name": "John",
"last_name": "Doe",
"email": "john.doe@example.com",
"send_welcome_email": true,
"teams": [
"Support Team"
],
"enabled": true,
"role": "Agent"
}`,
    });
    const agent = answer.one('AgentDto');
    expect(Object.keys(agent)).toEqual(FULL_AGENT);
    expect(agent).toMatchObject({
      first_name: 'John',
      last_name: 'Doe',
      email: 'john.doe@example.com',
      type: 'agent',
      availability_status: 'offline',
      phone_number_calling_code: null,
      phone_number: null,
      phone_number_country_code: null,
      avatar_url: null,
      enabled: true,
      last_active_at: null,
      last_login_at: null,
      roles: ['Agent'],
      custom_attributes: {},
      teams: [{ id: team.id, name: 'Support Team', emoji: '🛠️' }],
      api_key: null,
      api_key_last_used_at: null,
      external_user_id: null,
      country: null,
      meta: {},
    });
    expect(Number.isInteger(agent.id)).toBe(true);
    expect(agent.created_at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(agent.updated_at).toBe(agent.created_at);
    expect(agent.permissions).toEqual(agent.permissions.toSorted());
    expect(agent.permissions).toContain('conversations:read_unassigned');
    expect(await api.admin.get(`/agents/${agent.id}`)).toMatchObject({ body: { data: agent } });
  });

  it('promises the welcome mail together with the agent when asked to, and only then', async () => {
    const welcomed = await api.agent({ send_welcome_email: true });
    const silent = await api.agent();
    expect((await api.admin.get(`/agents/${welcomed.id}/mails`)).many('MailDto')).toMatchObject([
      { to: welcomed.email, template: 'welcome', status: 'queued', attempts: 0, last_error: null, sent_at: null },
    ]);
    expect((await api.admin.get(`/agents/${silent.id}/mails`)).many('MailDto')).toEqual([]);
    expect(
      await api.rows(
        `SELECT o.name FROM job_outbox o JOIN mails m ON (o.payload->>'mailId')::bigint = m.id WHERE m.agent_id = $1`,
        [welcomed.id],
      ),
    ).toEqual([{ name: 'send-mail' }]);
  });

  it('sets a password that is sent along, by which the agent can log in, and welcomes it all the same', async () => {
    const password = 'Correct-Horse-7';
    let agent: Models['AgentDto'] | undefined;
    const entries = await api.activityDuring(async () => {
      agent = await api.agent({ new_password: password, send_welcome_email: true });
    });
    expect(entries.map(({ type }) => type)).toEqual(['agent_created', 'agent_password_set']);
    expect((await api.admin.get(`/agents/${agent?.id}/mails`)).many('MailDto')).toMatchObject([
      { template: 'welcome' },
    ]);
    await api.login(String(agent?.email), password);
    const without = await api.agent({ new_password: '' });
    expect(await api.rows('SELECT password_hash FROM agents WHERE id = $1', [without.id])).toEqual([
      { password_hash: null },
    ]);
  });

  it('fills in what is left out or null', async () => {
    const email = `${api.unique()}@example.com`;
    const agent = (await api.admin.post('/agents', { first_name: 'Ada', email, role: 'Agent' })).one('AgentDto');
    expect(agent).toMatchObject({ last_name: '', enabled: true, teams: [], availability_status: 'offline' });
    const nulls = { last_name: null, teams: null, roles: null, enabled: null, send_welcome_email: null };
    expect((await create(nulls)).one('AgentDto')).toMatchObject({ last_name: '', enabled: true, teams: [] });
    expect((await create({ enabled: false })).one('AgentDto').enabled).toBe(false);
  });

  it('unites role and roles, each once and in any case, and their permissions sorted', async () => {
    const role = await api.role('tags:manage', 'messages:read');
    const shouted = { role: role.name.toUpperCase(), roles: ['aGENT', role.name.toLowerCase(), 'Agent'] };
    const agent = (await create(shouted)).one('AgentDto');
    expect(agent.roles).toEqual(['Agent', role.name]);
    expect(agent.permissions).toEqual([...new Set(agent.permissions)].toSorted());
    expect(agent.permissions).toEqual(expect.arrayContaining(['tags:manage', 'view:manage']));
    expect((await create({ role: undefined, roles: ['Agent'] })).one('AgentDto').roles).toEqual(['Agent']);
    expect((await create({ role: '', roles: ['Agent'] })).one('AgentDto').roles).toEqual(['Agent']);
  });

  it('takes digits as a team id unless a team is called so, and a team named twice once', async () => {
    const plain = await api.team();
    const digits = await api.team(String(plain.id));
    const other = await api.team();
    const teamsOf = async (...teams: string[]) =>
      (await create({ teams }))
        .one('AgentDto')
        .teams.map(({ id }) => id)
        .toSorted((a, b) => a - b);
    expect(await teamsOf(String(plain.id))).toEqual([digits.id]);
    expect(await teamsOf(String(other.id), other.name, other.name)).toEqual([other.id]);
    expect(await teamsOf(plain.name, other.name)).toEqual([plain.id, other.id]);
  });

  it('trims and lower-cases the e-mail and counts two that differ by that as one', async () => {
    const agent = (await create({ email: '  Grace.HOPPER@Example.COM ' })).one('AgentDto');
    expect(agent.email).toBe('grace.hopper@example.com');
    const before = await api.stored();
    const again = await create({ email: 'GRACE.hopper@example.com' });
    expect(again).toMatchObject({ status: 409, error: { error_type: 'ConflictException', data: null } });
    expect(again.error.message).toContain('grace.hopper@example.com');
    expect(await api.stored()).toEqual(before);
  });

  it('gives the e-mail of a deleted agent to a new one', async () => {
    const first = await api.agent();
    await api.admin.delete(`/agents/${first.id}`);
    const second = (await create({ email: first.email })).one('AgentDto');
    expect(second.email).toBe(first.email);
    expect(second.id).not.toBe(first.id);
  });

  it.each([
    ['an unknown role', { role: 'Agent', roles: ['Nobody knows'] }, 'roles', 'Nobody knows'],
    ['an empty role name', { roles: ['Agent', ''] }, 'roles', '""'],
    ['an unknown team', { teams: ['Nowhere'] }, 'teams', 'Nowhere'],
    ['an unknown team id', { teams: ['4711'] }, 'teams', '4711'],
    ['a team id beyond all integers', { teams: ['9'.repeat(30)] }, 'teams', '9999'],
  ])('names %s and creates nothing', async (_what, changes, field, named) => {
    const before = await api.stored();
    const answer = await create({ send_welcome_email: true, ...changes });
    expect(answer).toMatchObject({ status: 400, error: { error_type: 'InputException' }, fields: [field] });
    expect(answer.error.message).toContain(named);
    expect(await api.stored()).toEqual(before);
  });

  it.each([
    ['first_name', [undefined, null, 5, true, [], {}, '', ' \t\n', 'a'.repeat(141)]],
    ['last_name', [5, true, [], {}, 'a'.repeat(141)]],
    ['email', [undefined, null, 5, true, [], {}, '', 'ada', 'ada@', '@example.com', 'a b@example.com', 'a@b@c.de']],
    ['role', [undefined, null, 5, true, [], {}, '']],
    ['roles', [5, true, {}, 'Agent', [5], [null], [['Agent']], [{}]]],
    ['teams', [5, true, {}, 'Support Team', [5], [null], [['a']], [{}]]],
    ['enabled', [0, 1, 'true', '', [], {}]],
    ['send_welcome_email', [0, 1, 'true', '', [], {}]],
    ['new_password', [5, true, [], {}, 'short', 'correct-horse-7', 'Correct-Horse', 'A'.repeat(73)]],
  ])('refuses a wrong %s by its name and creates nothing', async (field, values) => {
    const before = await api.stored();
    for (const value of values) {
      const answer = await create({ [field]: value });
      expect({ value, status: answer.status, fields: answer.fields }).toEqual({
        value,
        status: 400,
        fields: [fieldOrItem(field)],
      });
      expect(answer.error.message).toContain(field);
    }
    expect(await api.stored()).toEqual(before);
  });

  it('lists every wrong field at once', async () => {
    const answer = await api.admin.post('/agents', { first_name: '', email: 'x', enabled: 'yes', role: 'Agent' });
    expect(answer.fields.toSorted()).toEqual(['email', 'enabled', 'first_name']);
    expect((await api.admin.post('/agents')).fields.toSorted()).toEqual(['email', 'first_name', 'role']);
  });

  it('counts the length of a name in characters, not in halves of them', async () => {
    for (const name of ['😀'.repeat(140), 'e\u0301'.repeat(70), '❤\ufe0f'.repeat(70)])
      expect((await create({ first_name: name, last_name: name })).one('AgentDto')).toMatchObject({
        first_name: name.normalize('NFC'),
        last_name: name.normalize('NFC'),
      });
    for (const name of ['😀'.repeat(141), '❤\ufe0f'.repeat(71)])
      expect(await create({ first_name: name })).toMatchObject({ status: 400, fields: ['first_name'] });
  });

  it('leaves one entry in the activity log, with who did it and from where', async () => {
    let id = 0;
    const entries = await api.activityDuring(async () => {
      id = (await api.agent({ send_welcome_email: true })).id;
    });
    const me = (await api.admin.get('/agents/me')).one('AgentDto');
    expect(entries).toEqual([
      { type: 'agent_created', actor: me.id, target: 'agent', id, ip: expect.stringContaining('127.0.0.1') },
    ]);
  });

  it('keeps agent and activity entry together: without the one there is not the other', async () => {
    await api.rows(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''full''; END'`);
    await api.rows('CREATE TRIGGER refuse BEFORE INSERT ON activity_log EXECUTE FUNCTION refuse()');
    const before = await api.stored();
    const answer = await create({ send_welcome_email: true });
    await api.rows('DROP TRIGGER refuse ON activity_log');
    expect(answer).toMatchObject({ status: 500, error: { error_type: 'GeneralException' } });
    expect(answer.error.message).toContain(answer.headers.get('x-request-id'));
    expect(await api.stored()).toEqual(before);
  });
});
