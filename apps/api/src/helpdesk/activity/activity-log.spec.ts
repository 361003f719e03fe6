import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { activityPage, created, deleted, entriesDuring, told } from '../../testing/activity.js';
import type { Models } from '../../testing/description.js';
import { PLAN } from '../../testing/plan.js';
import { ADMIN, TestApi } from '../../testing/test-api.js';

const PASSWORD = 'Correct-Horse-7';

describe('the activity log', () => {
  let api: TestApi;
  let me: Models['AgentDto'];

  beforeAll(async () => {
    api = await TestApi.start();
    me = (await api.admin.get('/agents/me')).one('AgentDto');
  });

  afterAll(async () => {
    await api.close();
  });

  it('tells who did it, with which key, from where, in which request, and to what', async () => {
    const { agent, client } = await api.agentWith('teams:manage');
    const { id: key } = (await api.admin.get(`/agents/${agent.id}/api-keys`)).many('ApiKeyDto')[0] ?? { id: 0 };
    const json = { name: api.unique('Team ') };
    const answer = await client.send('POST', '/teams', { json, headers: { 'X-Request-Id': 'from-the-client' } });
    const team = answer.one('TeamDto');
    const [entry] = (await activityPage(api, '?activity_type=team_created')).results;
    expect(entry).toEqual({
      id: expect.any(Number),
      created_at: team.created_at,
      updated_at: team.created_at,
      activity_type: 'team_created',
      activity_description: `${agent.email} (#${agent.id}) created team ${team.name} (#${team.id})`,
      actor_id: agent.id,
      target_model_type: 'team',
      target_model_id: team.id,
      target_model_uuid: null,
      ip: '127.0.0.1',
      key_id: key,
      request_id: 'from-the-client',
      changes: expect.any(Object),
    });
  });

  it('tells of a team what changed, and of one that is deleted what it was', async () => {
    const entries = await entriesDuring(api, async () => {
      const { id } = (await api.admin.post('/teams', { name: 'Night', emoji: '🛠️' })).one('TeamDto');
      await api.admin.put(`/teams/${id}`, {
        name: 'Night',
        timezone: 'Europe/Berlin',
        max_auto_assigned_conversations: 3,
      });
      await api.admin.put(`/teams/${id}`, {
        name: 'Night',
        timezone: 'Europe/Berlin',
        max_auto_assigned_conversations: 3,
      });
      await api.admin.delete(`/teams/${id}`);
    });
    const rest = { name: 'Night', conversation_assignment_type: 'Round robin' };
    expect(told(entries)).toEqual([
      ['team_created', created({ ...rest, emoji: '🛠️', max_auto_assigned_conversations: 0 })],
      [
        'team_updated',
        {
          emoji: { before: '🛠️', after: null },
          timezone: { before: null, after: 'Europe/Berlin' },
          max_auto_assigned_conversations: { before: 0, after: 3 },
        },
      ],
      ['team_updated', {}],
      [
        'team_deleted',
        deleted({ ...rest, timezone: 'Europe/Berlin', max_auto_assigned_conversations: 3, members: [] }),
      ],
    ]);
  });

  it('tells of a role what changed, and of its permissions once more', async () => {
    const entries = await entriesDuring(api, async () => {
      const { id } = (await api.admin.post('/roles', { name: 'Lead', permissions: ['tags:manage'] })).one('RoleDto');
      await api.admin.put(`/roles/${id}`, { name: 'Head', permissions: ['ai:manage', 'tags:manage'] });
      await api.admin.delete(`/roles/${id}`);
    });
    const permissions = { before: ['tags:manage'], after: ['ai:manage', 'tags:manage'] };
    expect(told(entries)).toEqual([
      ['role_created', created({ name: 'Lead', description: '', permissions: permissions.before })],
      ['role_updated', { name: { before: 'Lead', after: 'Head' }, permissions }],
      ['agent_role_permissions_changed', { permissions }],
      ['role_deleted', deleted({ name: 'Head', description: '', permissions: permissions.after, members: [] })],
    ]);
  });

  it('tells of a role and of a team that are deleted which agents had them', async () => {
    const [team, role] = [await api.team(), await api.role()];
    const first = await api.agent({ role: role.name, teams: [team.name] });
    const second = await api.agent({ role: role.name, teams: [team.name] });
    await api.agent();
    const entries = await entriesDuring(api, async () => {
      await api.admin.delete(`/roles/${role.id}`);
      await api.admin.delete(`/teams/${team.id}`);
    });
    const members = { before: [first.id, second.id], after: null };
    expect(told(entries)).toEqual([
      ['role_deleted', expect.objectContaining({ members })],
      ['team_deleted', expect.objectContaining({ members })],
    ]);
    expect((await api.admin.get(`/agents/${first.id}`)).one('AgentDto')).toMatchObject({ roles: [], teams: [] });
  });

  it('tells of a team with very many agents how many they were', async () => {
    const team = await api.team();
    await api.rows(
      `WITH agent AS (
         INSERT INTO agents (uuid, created_at, updated_at, first_name, last_name, enabled, availability_status)
         SELECT gen_random_uuid(), now(), now(), 'Ada', '', true, 'offline' FROM generate_series(1, 1001) RETURNING id
       ) INSERT INTO team_members (team_id, agent_id) SELECT $1, id FROM agent`,
      [team.id],
    );
    const [entry] = await entriesDuring(api, () => api.admin.delete(`/teams/${team.id}`));
    expect(entry?.changes).toMatchObject({ member_count: { before: 1_001, after: null } });
    expect(entry?.changes).not.toHaveProperty('members');
  });

  it('tells of an agent what changed, its roles and teams by name, and of a password only that it was set', async () => {
    const [team, role] = [await api.team(), await api.role('tags:manage')];
    const agent = await api.agent({ last_name: 'Lovelace' });
    const email = `${api.unique('augusta')}@example.com`;
    const entries = await entriesDuring(api, async () => {
      await api.admin.put(`/agents/${agent.id}`, {
        first_name: 'Augusta',
        email,
        roles: ['Agent', role.name],
        teams: [team.name],
        enabled: false,
        availability_status: 'away',
        new_password: PASSWORD,
      });
      await api.admin.delete(`/agents/${agent.id}`);
    });
    const enabled = { before: true, after: false };
    const availability_status = { before: 'offline', after: 'away' };
    expect(told(entries)).toEqual([
      [
        'agent_updated',
        {
          first_name: { before: 'Ada', after: 'Augusta' },
          email: { before: agent.email, after: email },
          roles: { before: ['Agent'], after: ['Agent', role.name] },
          teams: { before: [], after: [team.name] },
          enabled,
          availability_status,
        },
      ],
      ['agent_disabled', { enabled }],
      ['agent_password_set', null],
      ['agent_away', { availability_status }],
      ['agent_deleted', expect.objectContaining(deleted({ email, teams: [team.name], enabled: false }))],
    ]);
  });

  it('tells of a key what it may do and until when, and never what opens it', async () => {
    const agent = await api.agent({ role: 'Admin' });
    const path = `/agents/${agent.id}/api-keys`;
    const limits = { scopes: ['teams:manage'], expires_at: '2099-12-31T00:00:00.000Z', allowed_ips: ['192.0.2.0/24'] };
    let id = 0;
    const entries = await entriesDuring(api, async () => {
      const key = await api.admin.post(path, { name: 'export', kind: 'bearer', ...limits });
      id = key.one('IssuedApiKeyDto').id;
      await api.admin.post(`${path}/${id}/rotate`, { overlap_seconds: 60 });
      await api.admin.delete(`${path}/${id}`);
      await api.admin.post(`/agents/${agent.id}/api-key`);
      await api.admin.post(`/agents/${agent.id}/api-key`);
    });
    expect(told(entries)).toEqual([
      ['api_key_created', created({ id, name: 'export', kind: 'bearer', ...limits })],
      ['api_key_rotated', { previous_valid_until: { before: null, after: expect.any(String) } }],
      ['api_key_revoked', deleted({ id, name: 'export', kind: 'bearer', ...limits })],
      ['api_key_created', created({ id: id + 1, name: 'default', kind: 'pair' })],
      ['api_key_created', { id: { before: id + 1, after: id + 2 } }],
    ]);
    expect(entries.every((entry) => entry.target_model_id === agent.id)).toBe(true);
  });

  it('tells of logins, also of those that fail, and of a mail that was asked for', async () => {
    const agent = await api.agentWithPassword(PASSWORD, { email: `${api.unique('log')}@example.com` });
    const client = api.anonymous.with({ 'X-Request-Id': 'login-1' });
    const entries = await entriesDuring(api, async () => {
      await client.post('/auth/login', { email: agent.email, password: PASSWORD });
      await client.post('/auth/login', { email: agent.email, password: 'Wrong-Horse-7' });
      await api.admin.post(`/agents/${agent.id}/welcome-email`);
    });
    expect(entries).toMatchObject([
      { activity_type: 'agent_login', actor_id: agent.id, request_id: 'login-1', ip: '127.0.0.1', key_id: null },
      { activity_type: 'login_failed', actor_id: null, request_id: 'login-1', target_model_id: agent.id },
      { activity_type: 'welcome_email_requested', actor_id: me.id, target_model_id: agent.id },
    ]);
  });

  it('tells what the first start did, without an actor', async () => {
    const { results } = await activityPage(api, '?order=asc&page_size=3');
    expect(results).toMatchObject([
      { activity_type: 'agent_created', actor_id: null, request_id: null, changes: { email: { after: ADMIN.email } } },
      { activity_type: 'api_key_created', actor_id: null, changes: { name: { after: 'default' } } },
      { activity_type: 'api_key_created', actor_id: null, changes: { name: { after: 'token' } } },
    ]);
  });

  it('tells nothing of what was refused', async () => {
    const [team, role, agent] = [await api.team(), await api.role(), await api.agent()];
    const other = await api.agent();
    const entries = await entriesDuring(api, async () => {
      await api.admin.post('/teams', { name: team.name });
      await api.admin.post('/roles', { name: role.name, permissions: [] });
      await api.admin.put(`/agents/${agent.id}`, { ...agent, email: other.email });
      await api.admin.put(`/agents/${agent.id}`, { ...agent, teams: ['nowhere'] });
      await api.admin.post(`/agents/${agent.id}/api-keys`, { name: 'late', expires_at: '2000-01-01T00:00:00Z' });
      await api.admin.delete(`/agents/${me.id}`);
      await api.admin.get('/agency/billing/subaccount/change_billing_plan');
    });
    expect(entries).toEqual([]);
  });

  it('tells nothing of what fails after it was told', async () => {
    const [team, role] = [await api.team(), await api.role()];
    const agent = await api.agentWithPassword(PASSWORD, { email: `${api.unique('fails')}@example.com` });
    const { id: agency } = (await api.admin.get('/agency')).one('AgencyDto');
    const change = async () => [
      await api.admin.post('/teams', { name: 'Late' }),
      await api.admin.delete(`/roles/${role.id}`),
      await api.admin.put(`/agents/${agent.id}`, { ...agent, teams: [team.name] }),
      await api.admin.post(`/agents/${agent.id}/api-keys`, { name: 'late' }),
      await api.anonymous.post('/auth/login', { email: agent.email, password: PASSWORD }),
      await api.admin.post(`/agency/billing/${agency}/billing_plan`, PLAN),
    ];
    // Each fails at its commit, when all of it is done.
    await api.rows(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''full''; END'`);
    for (const table of ['teams', 'roles', 'team_members', 'api_keys', 'sessions', 'billing_plans'])
      await api.rows(`CREATE CONSTRAINT TRIGGER refuse AFTER INSERT OR DELETE ON ${table}
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()`);
    const entries = await entriesDuring(api, async () => {
      expect((await change()).map(({ status }) => status)).toEqual(Array(6).fill(500));
    });
    await api.rows('DROP FUNCTION refuse CASCADE');
    expect(entries).toEqual([]);
    expect((await entriesDuring(api, change)).map((entry) => entry.activity_type)).toEqual([
      'team_created',
      'role_deleted',
      'agent_updated',
      'api_key_created',
      'agent_login',
      'billing_plan_created',
    ]);
  });
});
