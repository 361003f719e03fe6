import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ErrorCode } from '@rollcall/kernel';

import type { Answer, Client } from '../testing/client.js';
import type { Models } from '../testing/description.js';
import { type TestAgent, TestApi } from '../testing/test-api.js';
import { helpdeskError } from './helpdesk-errors.js';

/** How this window answers a refusal of the domain. */
function refusal(code: ErrorCode) {
  const { status, body } = helpdeskError({ code, message: '', fields: [], part: 'body', headers: {} }, '');
  return { status, error: { error_type: body.error_type, data: body.data } };
}

/** Nobody grants what they do not hold themselves. */
describe('escalation', () => {
  let api: TestApi;
  /** Holds nothing but the right to manage agents. */
  let manager: TestAgent;
  let managerRole: string;
  /** Another admin than the System agent. */
  let boss: Models['AgentDto'];

  beforeAll(async () => {
    api = await TestApi.start();
    manager = await api.agentWith('users:manage');
    managerRole = manager.agent.roles.join();
    boss = await api.agent({ role: 'Admin' });
  });

  afterAll(async () => {
    await api.close();
  });

  const as = ({ first_name, email, roles }: Models['AgentDto'], changes: object = {}) => ({
    first_name,
    email,
    roles,
    ...changes,
  });

  async function expectRefused(missing: string, attempt: () => Promise<Answer>): Promise<void> {
    const before = await api.stored();
    const answer = await attempt();
    expect(answer).toMatchObject(refusal('escalation_refused'));
    expect(answer.error.message).toContain(missing);
    expect(await api.stored()).toEqual(before);
  }

  describe('by somebody who may manage agents alone', () => {
    it.each([
      ['Admin', { role: 'Admin' }, 'roles:manage'],
      ['Admin in another case', { role: 'aDMIN' }, 'roles:manage'],
      ['Admin beside their own', { roles: ['Role 1', 'Admin'] }, 'roles:manage'],
      ['Admin in both fields', { role: 'Role 1', roles: ['admin'] }, 'roles:manage'],
      ['Agent', { role: 'Agent' }, 'conversations:read'],
    ])('handing out %s is refused, on create and on update', async (_what, roles, missing) => {
      expect(managerRole).toBe('Role 1');
      const peer = await api.agent({ role: managerRole });
      const role = { role: undefined, roles: undefined, ...roles };
      await expectRefused(missing, () =>
        manager.client.post('/agents', api.newAgent({ ...role, send_welcome_email: true })),
      );
      await expectRefused(missing, () => manager.client.put(`/agents/${peer.id}`, as(peer, role)));
      await expectRefused(missing, () => manager.client.put(`/agents/${manager.agent.id}`, as(manager.agent, role)));
    });

    it('bringing a disabled admin back is refused', async () => {
      const dismissed = await api.agent({ role: 'Admin', enabled: false });
      await expectRefused('roles:manage', () =>
        manager.client.put(`/agents/${dismissed.id}`, as(dismissed, { enabled: true })),
      );
      expect((await api.admin.put(`/agents/${dismissed.id}`, as(dismissed, { enabled: true }))).status).toBe(200);
    });

    it('locking the System agent out is refused', async () => {
      const system = (await api.admin.get('/agents/me')).one('AgentDto');
      const before = await api.stored();
      for (const changes of [{ enabled: false }, { roles: [managerRole] }]) {
        const answer = await manager.client.put(`/agents/${system.id}`, as(system, changes));
        expect(answer).toMatchObject(refusal('agent_protected'));
      }
      expect(await manager.client.delete(`/agents/${system.id}/api-key`)).toMatchObject(refusal('agent_protected'));
      expect(await api.stored()).toEqual(before);
    });

    it('handing out what they hold is allowed', async () => {
      const agent = (await manager.client.post('/agents', api.newAgent({ role: managerRole }))).one('AgentDto');
      expect(agent.roles).toEqual([managerRole]);
      const empty = await api.role();
      const changed = await manager.client.put(`/agents/${agent.id}`, as(agent, { roles: [managerRole, empty.name] }));
      expect(changed.one('AgentDto').permissions).toEqual(['users:manage']);
    });

    it('handing out a role is refused once it grew beyond them', async () => {
      const role = await api.role('users:manage');
      expect((await manager.client.post('/agents', api.newAgent({ role: role.name }))).status).toBe(200);
      await api.admin.put(`/roles/${role.id}`, { name: role.name, permissions: ['users:manage', 'ai:manage'] });
      await expectRefused('ai:manage', () => manager.client.post('/agents', api.newAgent({ role: role.name })));
    });

    it('a key is made for an agent that holds no more, and for no other', async () => {
      const peer = await api.agent({ role: managerRole });
      expect((await manager.client.post(`/agents/${peer.id}/api-key`)).status).toBe(200);
      await expectRefused('roles:manage', () => manager.client.post(`/agents/${boss.id}/api-key`));
      const human = await api.agent();
      await expectRefused('messages:write', () => manager.client.post(`/agents/${human.id}/api-key`));
    });

    it("an admin's e-mail and password cannot be changed, also when the roles go in the same request", async () => {
      const update = (changes: object) => manager.client.put(`/agents/${boss.id}`, as(boss, changes));
      await expectRefused('roles:manage', () => update({ email: 'mine@example.com' }));
      await expectRefused('roles:manage', () => update({ new_password: 'Correct-Horse-7' }));
      await expectRefused('roles:manage', () => update({ email: 'mine@example.com', roles: [managerRole] }));
      await expectRefused('roles:manage', () => update({ new_password: 'Correct-Horse-7', roles: [managerRole] }));
    });

    it("an admin's name can be changed while its roles, e-mail and password stay", async () => {
      const same = as(boss, { first_name: 'Augusta', email: boss.email?.toUpperCase(), new_password: '' });
      const changed = (await manager.client.put(`/agents/${boss.id}`, same)).one('AgentDto');
      expect(changed).toMatchObject({ first_name: 'Augusta', email: boss.email, roles: ['Admin'] });
    });

    it('an admin who lost the role does not get it back', async () => {
      const former = await api.agent({ role: 'Admin' });
      const taken = await manager.client.put(`/agents/${former.id}`, as(former, { roles: [managerRole] }));
      expect(taken.one('AgentDto').roles).toEqual([managerRole]);
      await expectRefused('roles:manage', () => manager.client.put(`/agents/${former.id}`, as(former)));
    });
  });

  describe('by somebody who may manage roles alone', () => {
    let warden: TestAgent;

    beforeAll(async () => {
      warden = await api.agentWith('roles:manage', 'tags:manage');
    });

    it('a role is created with what they hold, and with nothing else', async () => {
      const body = { name: 'Tagger', permissions: ['tags:manage', 'users:manage', 'ai:manage'] };
      await expectRefused('ai:manage, users:manage', () => warden.client.post('/roles', body));
      expect((await warden.client.post('/roles', { ...body, permissions: ['tags:manage'] })).status).toBe(200);
    });

    it('a permission is added only when they hold it, to their own role too', async () => {
      const role = await api.role('ai:manage');
      const set = (...permissions: string[]) =>
        warden.client.put(`/roles/${role.id}`, { name: role.name, permissions });
      await expectRefused('users:manage', () => set('ai:manage', 'users:manage'));
      expect((await set('ai:manage', 'tags:manage')).data).toMatchObject({ permissions: ['ai:manage', 'tags:manage'] });
      const [own] = (await warden.client.get('/roles'))
        .many('RoleDto')
        .filter(({ name }) => warden.agent.roles.includes(name));
      await expectRefused('users:manage', () =>
        warden.client.put(`/roles/${own?.id}`, { ...own, permissions: [...warden.agent.permissions, 'users:manage'] }),
      );
    });

    it('a permission they lack may stay and may be removed, and does not come back', async () => {
      const role = await api.role('ai:manage', 'sla:manage');
      const set = (...permissions: string[]) =>
        warden.client.put(`/roles/${role.id}`, { name: role.name, permissions });
      expect((await set('ai:manage')).data).toMatchObject({ permissions: ['ai:manage'] });
      await expectRefused('sla:manage', () => set('ai:manage', 'sla:manage'));
      expect((await warden.client.delete(`/roles/${role.id}`)).data).toBe(true);
    });
  });

  describe('by a key', () => {
    const keysOf = ({ id }: { id: number }) => `/agents/${id}/api-keys`;
    const make = async (client: Client, agent: { id: number }, scopes: string[] | null) =>
      (await client.post(keysOf(agent), { name: api.unique('key '), scopes })).one('IssuedApiKeyDto');
    const keyOf = async (agent: { id: number }, ...scopes: string[]) => {
      const key = await make(api.admin, agent, scopes);
      return { ...key, client: api.as(String(key.api_key), String(key.api_secret)) };
    };

    it('is made only when the caller holds what the key may do, in its scopes if it has any', async () => {
      await expectRefused('roles:manage', () => manager.client.post(keysOf(boss), { name: 'all' }));
      await expectRefused('roles:manage', () =>
        manager.client.post(keysOf(boss), { name: 'roles', scopes: ['users:manage', 'roles:manage'] }),
      );
      await make(manager.client, boss, ['users:manage']);
      await make(manager.client, boss, []);
      await make(manager.client, await api.agent({ role: managerRole }), null);
    });

    it('is rotated only when the caller holds what the key may do', async () => {
      const rotate = ({ id }: { id: number }) => manager.client.post(`${keysOf(boss)}/${id}/rotate`, {});
      const [all, roles] = [await make(api.admin, boss, null), await keyOf(boss, 'roles:manage')];
      await expectRefused('sla:manage', () => rotate(all));
      await expectRefused('roles:manage', () => rotate(roles));
      expect((await rotate(await keyOf(boss, 'users:manage'))).status).toBe(200);
    });

    it('is rotated only when the caller holds what the key may do again once its agent gets it back', async () => {
      const role = await api.role('users:manage', 'ai:manage');
      const agent = await api.agent({ role: role.name });
      const key = await keyOf(agent, 'users:manage', 'ai:manage');
      await api.admin.put(`/roles/${role.id}`, { name: role.name, permissions: ['users:manage'] });
      await expectRefused('ai:manage', () => manager.client.post(`${keysOf(agent)}/${key.id}/rotate`, {}));
    });

    it('does not come by more than its scopes, though its agent holds it', async () => {
      const { client } = await keyOf(boss, 'users:manage', 'roles:manage');
      for (const scopes of [null, ['ai:manage']])
        await expectRefused('ai:manage', () => client.post(keysOf(boss), { name: 'mine', scopes }));
      await expectRefused('ai:manage', () => client.post(`/agents/${boss.id}/api-key`));
      await expectRefused('ai:manage', () => client.post('/agents', api.newAgent({ role: 'Admin' })));
      await expectRefused('ai:manage', () => client.post('/roles', { name: 'Mine', permissions: ['ai:manage'] }));
      await expectRefused('ai:manage', () =>
        client.put(`/agents/${boss.id}`, as(boss, { new_password: 'Correct-Horse-7' })),
      );
      await make(client, boss, ['users:manage']);
    });

    it('without scopes changes neither the e-mail nor the roles of its own agent', async () => {
      const { client } = await keyOf(boss);
      const { id } = (await client.get('/user')).one('UserDto');
      await expectRefused('ai:manage', () => client.put(`/user/${id}`, { email: 'mine@example.com' }));
      await expectRefused('billing:manage', () => client.put(`/user/${id}`, { is_paying: true }));
    });

    it('is not made for an agent beyond what that agent holds, by whom ever', async () => {
      const answer = await api.admin.post(keysOf(manager.agent), { name: 'more', scopes: ['ai:manage'] });
      expect(answer).toMatchObject({ status: 422, fields: ['scopes'], error: { error_type: 'DataException' } });
    });

    it('of the System agent is taken away by that agent alone', async () => {
      const system = (await api.admin.get('/agents/me')).one('AgentDto');
      const all = await make(api.admin, system, null);
      const admin = await api.withKey(boss);
      const before = await api.stored();
      expect(await admin.client.delete(`${keysOf(system)}/${all.id}`)).toMatchObject(refusal('agent_protected'));
      expect(await api.stored()).toEqual(before);
      expect((await api.admin.delete(`${keysOf(system)}/${all.id}`)).status).toBe(200);
    });
  });
});
