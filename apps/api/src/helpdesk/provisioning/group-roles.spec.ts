import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { ScimClient } from '../../testing/scim-client.js';
import { TestApi } from '../../testing/test-api.js';

describe('the roles of groups', () => {
  let api: TestApi;
  let scim: ScimClient;

  beforeAll(async () => {
    api = await TestApi.start();
    scim = new ScimClient(api);
  });

  afterAll(async () => {
    await api.close();
  });

  const rolesOf = async (id: string) => {
    const { roles } = await scim.read(`/Users/${id}`);
    return Array.isArray(roles) ? roles.map(({ value }: { value: string }) => value).toSorted() : [];
  };
  const set = (id: string | number, ...roles: string[]) => api.admin.put(`/provisioning/group-roles/${id}`, { roles });
  const join = (group: string, user: string) =>
    scim.patch(`/Groups/${group}`, { op: 'add', path: 'members', value: [{ value: user }] });
  const leave = (group: string, user: string) =>
    scim.patch(`/Groups/${group}`, { op: 'remove', path: `members[value eq "${user}"]` });

  it('come with the membership and go with the last group that gives them', async () => {
    const role = (await api.role('tags:manage')).name;
    const [user, one, two] = [(await scim.user()).id, await scim.group(), await scim.group()];
    expect((await set(one, role)).one('GroupRolesDto')).toMatchObject({ team_id: Number(one), roles: [role] });
    await set(two, role);
    const entries = await api.activityDuring(() => join(one, user));
    expect(entries.map(({ type }) => type)).toEqual(['team_updated', 'agent_updated']);
    expect(await rolesOf(user)).toEqual(['Agent', role].toSorted());
    await join(two, user);
    await leave(one, user);
    expect(await rolesOf(user)).toContain(role);
    await leave(two, user);
    expect(await rolesOf(user)).toEqual(['Agent']);
  });

  it('reach those who are in the group already, and leave them again', async () => {
    const role = (await api.role('tags:manage')).name;
    const [user, group] = [(await scim.user()).id, await scim.group()];
    await join(group, user);
    await set(group, role);
    expect(await rolesOf(user)).toContain(role);
    expect((await api.admin.get('/provisioning/group-roles')).many('GroupRolesDto')).toContainEqual({
      team_id: Number(group),
      team: expect.any(String),
      roles: [role],
    });
    await set(group);
    expect(await rolesOf(user)).toEqual(['Agent']);
  });

  it('go when the provider deletes the group', async () => {
    const role = (await api.role('tags:manage')).name;
    const [user, group] = [(await scim.user()).id, await scim.group()];
    await set(group, role);
    await join(group, user);
    await scim.send('DELETE', `/Groups/${group}`);
    expect(await rolesOf(user)).toEqual(['Agent']);
  });

  it('are not set, nor handed out, by those who do not hold what they permit', async () => {
    const group = await scim.group();
    const { client } = await api.agentWith('roles:manage');
    expect((await client.put(`/provisioning/group-roles/${group}`, { roles: ['Admin'] })).status).toBe(403);
    await set(group, 'Admin');
    const { id } = await scim.user();
    const { agent } = await api.agentWith('scim:manage');
    const key = await api.admin.post(`/agents/${agent.id}/api-keys`, { name: 'scim', kind: 'bearer' });
    const weak = new ScimClient(api, String(key.one('IssuedApiKeyDto').token));
    const add = { op: 'add', path: 'members', value: [{ value: id }] };
    expect((await weak.patch(`/Groups/${group}`, add)).status).toBe(403);
    expect(await scim.read(`/Groups/${group}`)).not.toHaveProperty('members');
  });

  it('name teams and roles that exist', async () => {
    expect((await set(9_007_199_254_740_991, 'Agent')).status).toBe(404);
    expect((await set(await scim.group(), 'Nobody')).status).toBe(400);
  });
});
