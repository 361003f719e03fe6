import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { fieldOrItem } from '../../testing/field-or-item.js';
import { TestApi } from '../../testing/test-api.js';

const managed = (...objects: string[]) => objects.map((object) => `${object}:manage`);
const AGENT_PERMISSIONS = [
  ...['read_all', 'read_unassigned', 'read_assigned', 'read_team_inbox', 'read_team_all', 'read'],
  ...['update_user_assignee', 'update_team_assignee', 'update_priority', 'update_status', 'update_tags'],
]
  .map((action) => `conversations:${action}`)
  .concat('messages:read', 'messages:write', 'view:manage');
const ALL_PERMISSIONS = [
  ...AGENT_PERMISSIONS,
  ...['conversations:write', 'messages:write_as_contact'],
  ...['contacts:read_all', 'contacts:read', 'contacts:write', 'contacts:block'],
  ...['contact_notes:read', 'contact_notes:write', 'contact_notes:delete'],
  ...managed('shared_views', 'status', 'tags', 'macros', 'users', 'teams', 'automations', 'inboxes', 'roles'),
  ...managed('webhooks', 'context_links', 'templates', 'reports', 'business_hours', 'sla', 'general_settings'),
  ...managed('notification_settings', 'oidc', 'ai', 'custom_attributes', 'activity_logs', 'billing', 'scim'),
  'billing:read',
];

describe('roles', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });

  afterAll(async () => {
    await api.close();
  });

  const notFound = { status: 404, error: { error_type: 'NotFoundException', data: null } };
  const builtIn = async (name: string) => {
    const role = (await api.admin.get('/roles')).many('RoleDto').find((found) => found.name === name);
    if (!role) throw new Error(`There is no role ${name}`);
    return role;
  };

  it('exist from the start: Admin with every permission, Agent with those of the contract', async () => {
    expect((await api.admin.get('/roles')).many('RoleDto').map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Admin', 'Agent']),
    );
    expect([(await builtIn('Agent')).id, (await builtIn('Admin')).id, (await api.role()).id]).toEqual([1, 2, 3]);
    expect((await builtIn('Admin')).permissions).toEqual(ALL_PERMISSIONS.toSorted());
    expect((await builtIn('Agent')).permissions).toEqual(AGENT_PERMISSIONS.toSorted());
  });

  it('are created with a name, a description and permissions, sorted and each once', async () => {
    const body = { name: 'Supervisor', description: 'Looks after a team' };
    const permissions = ['teams:manage', 'ai:manage', 'teams:manage'];
    const role = (await api.admin.post('/roles', { ...body, permissions })).one('RoleDto');
    expect(role).toMatchObject({ ...body, permissions: ['ai:manage', 'teams:manage'] });
    expect(Object.keys(role)).toEqual(['id', 'created_at', 'updated_at', 'name', 'description', 'permissions']);
    expect(Number.isInteger(role.id)).toBe(true);
    expect((await api.admin.get(`/roles/${role.id}`)).data).toEqual(role);
    expect((await api.admin.post('/roles', { name: 'Bare', permissions: [] })).data).toMatchObject({
      description: '',
      permissions: [],
    });
  });

  it('are changed as a whole, for the agents that hold them too', async () => {
    const role = await api.role('tags:manage');
    const agent = await api.agent({ role: role.name });
    const body = { name: 'Renamed', description: 'Other', permissions: ['sla:manage'] };
    const changed = (await api.admin.put(`/roles/${role.id}`, body)).one('RoleDto');
    expect(changed).toMatchObject({ id: role.id, created_at: role.created_at, ...body });
    expect(changed.updated_at > role.updated_at).toBe(true);
    expect((await api.admin.get(`/roles/${role.id}`)).data).toEqual(changed);
    expect((await api.admin.get(`/agents/${agent.id}`)).data).toMatchObject({
      roles: ['Renamed'],
      permissions: ['sla:manage'],
    });
  });

  it('are listed for every agent, newest change first', async () => {
    const { client } = await api.agentWith();
    const [first, second] = [await api.role(), await api.role()];
    await api.admin.put(`/roles/${first.id}`, { name: first.name, permissions: [] });
    const ids = (await client.get('/roles')).many('RoleDto').map(({ id }) => id);
    expect(ids.slice(0, 2)).toEqual([first.id, second.id]);
  });

  it('are taken from their agents when they are deleted', async () => {
    const role = await api.role('tags:manage');
    const agent = await api.agent({ roles: [role.name, 'Agent'] });
    expect((await api.admin.delete(`/roles/${role.id}`)).data).toBe(true);
    expect((await api.admin.get(`/agents/${agent.id}`)).data).toMatchObject({ roles: ['Agent'] });
    expect(await api.admin.get(`/roles/${role.id}`)).toMatchObject(notFound);
    expect(await api.admin.put(`/roles/${role.id}`, { name: 'A', permissions: [] })).toMatchObject(notFound);
    expect(await api.admin.delete(`/roles/${role.id}`)).toMatchObject(notFound);
  });

  it('that are built in stay, and Admin stays as it is', async () => {
    const admin = await builtIn('Admin');
    const agent = await builtIn('Agent');
    const before = await api.stored();
    const refused = { status: 400, error: { error_type: 'InputException' } };
    expect(await api.admin.delete(`/roles/${admin.id}`)).toMatchObject(refused);
    expect(await api.admin.delete(`/roles/${agent.id}`)).toMatchObject(refused);
    expect(await api.admin.put(`/roles/${admin.id}`, { name: 'Admin', permissions: [] })).toMatchObject(refused);
    expect(await api.admin.put(`/roles/${admin.id}`, { ...admin, name: 'Boss' })).toMatchObject(refused);
    expect(await api.stored()).toEqual(before);
    const fewer = { name: 'Agent', description: agent.description, permissions: ['messages:read'] };
    expect((await api.admin.put(`/roles/${agent.id}`, fewer)).data).toMatchObject(fewer);
    expect(await api.admin.delete(`/roles/${agent.id}`)).toMatchObject(refused);
  });

  it('do not take the name of another in any case, and keep their own in another case', async () => {
    const [role, other] = [await api.role(), await api.role()];
    const before = await api.stored();
    const conflict = { status: 409, error: { error_type: 'ConflictException', data: null } };
    const shouted = { name: role.name.toUpperCase(), permissions: [] };
    expect(await api.admin.post('/roles', shouted)).toMatchObject(conflict);
    expect(await api.admin.post('/roles', { name: 'ADMIN', permissions: [] })).toMatchObject(conflict);
    expect(await api.admin.put(`/roles/${other.id}`, shouted)).toMatchObject(conflict);
    expect(await api.stored()).toEqual(before);
    expect((await api.admin.put(`/roles/${role.id}`, shouted)).data).toMatchObject(shouted);
  });

  it.each([
    ['name', [undefined, null, '', ' ', 5, [], {}, 'a'.repeat(51), '❤\ufe0f'.repeat(26)]],
    ['description', [5, [], {}, 'a'.repeat(301)]],
    ['permissions', [undefined, null, 5, '', 'tags:manage', {}, [5], [null], [[]], ['Tags:manage'], ['tags:fly']]],
  ])('with a wrong %s are refused by its name, and nothing changes', async (field, values) => {
    const role = await api.role();
    const before = await api.stored();
    for (const value of values) {
      const body = { name: 'Role', permissions: [], [field]: value };
      for (const answer of [await api.admin.post('/roles', body), await api.admin.put(`/roles/${role.id}`, body)])
        expect({ value, status: answer.status, fields: answer.fields }).toEqual({
          value,
          status: 400,
          fields: [fieldOrItem(field)],
        });
    }
    expect(await api.stored()).toEqual(before);
  });

  it('with unknown permissions are refused naming each of them', async () => {
    const permissions = ['tags:manage', 'tags:fly', '__proto__', ''];
    const answer = await api.admin.post('/roles', { name: 'Role', permissions });
    expect(answer.error.message).toContain('"tags:fly", "__proto__", ""');
    expect(answer.error.message).not.toContain('tags:manage');
  });

  it('leave an entry for each change, and one more when permissions change', async () => {
    const me = (await api.admin.get('/agents/me')).one('AgentDto');
    let id = 0;
    const entries = await api.activityDuring(async () => {
      ({ id } = await api.role('tags:manage'));
      await api.admin.put(`/roles/${id}`, { name: 'Changed', permissions: ['tags:manage'] });
      await api.admin.put(`/roles/${id}`, { name: 'Changed', permissions: [] });
      await api.admin.put(`/roles/${id}`, { name: 'Changed', permissions: ['no such'] });
      await api.admin.delete(`/roles/${id}`);
    });
    expect(entries).toEqual(
      ['role_created', 'role_updated', 'role_updated', 'agent_role_permissions_changed', 'role_deleted'].map(
        (type) => ({
          type,
          actor: me.id,
          target: 'role',
          id,
          ip: expect.any(String),
        }),
      ),
    );
  });
});
