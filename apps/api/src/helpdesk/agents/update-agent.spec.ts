import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { Models } from '../../testing/description.js';
import { fieldOrItem } from '../../testing/field-or-item.js';
import { ADMIN, TestApi } from '../../testing/test-api.js';

type Agent = Models['AgentDto'];

describe('changing and deleting an agent', () => {
  let api: TestApi;
  let me: Agent;

  beforeAll(async () => {
    api = await TestApi.start();
    me = (await api.admin.get('/agents/me')).one('AgentDto');
  });

  afterAll(async () => {
    await api.close();
  });

  /** What a client sends to leave the agent as it is. */
  const sameAs = ({ first_name, email, roles }: Agent) => ({ first_name, email, roles });
  const update = (agent: Agent, changes: object) =>
    api.admin.put(`/agents/${agent.id}`, { ...sameAs(agent), ...changes });
  const refusal = (status: number, error_type: string) => ({ status, error: { error_type, data: null } });

  describe('an update', () => {
    it('leaves what is left out or null as it is', async () => {
      const team = await api.team();
      const agent = await api.agent({ last_name: 'Byron', teams: [team.name], enabled: false });
      await update(agent, { availability_status: 'away_manual' });
      const before = (await api.admin.get(`/agents/${agent.id}`)).one('AgentDto');
      const nulls = { last_name: null, teams: null, enabled: null, availability_status: null, new_password: null };
      for (const changes of [{}, nulls, { role: null }, { role: '' }])
        expect((await update(agent, changes)).one('AgentDto')).toEqual({ ...before, updated_at: expect.any(String) });
    });

    it('sets every field that is given, and answers with the whole agent as it then is', async () => {
      const team = await api.team();
      const agent = await api.agent();
      const changed = (
        await api.admin.put(`/agents/${agent.id}`, {
          first_name: 'Augusta',
          last_name: 'King',
          email: ' Augusta@Example.com ',
          role: 'admin',
          teams: [String(team.id)],
          enabled: false,
          availability_status: 'away_and_reassigning',
        })
      ).one('AgentDto');
      expect(changed).toMatchObject({
        id: agent.id,
        created_at: agent.created_at,
        first_name: 'Augusta',
        last_name: 'King',
        email: 'augusta@example.com',
        roles: ['Admin'],
        teams: [{ id: team.id, name: team.name, emoji: '' }],
        enabled: false,
        availability_status: 'away_and_reassigning',
      });
      expect(changed.updated_at > agent.updated_at).toBe(true);
      expect((await api.admin.get(`/agents/${agent.id}`)).data).toEqual(changed);
      expect((await update(changed, { last_name: '' })).one('AgentDto').last_name).toBe('');
    });

    it("takes what the peer's form sends: the agent as it was read, with the names of its teams", async () => {
      const team = await api.team();
      const read = await api.agent({ teams: [team.name] });
      const { first_name, last_name, email, roles, enabled } = read;
      const form = { first_name, last_name, email, roles, enabled, teams: [team.name], availability_status: 'online' };
      const changed = (await api.admin.put(`/agents/${read.id}`, { ...form, last_name: 'King' })).one('AgentDto');
      expect(changed).toEqual({
        ...read,
        last_name: 'King',
        availability_status: 'online',
        updated_at: expect.any(String),
      });
      const whole = { ...changed, teams: form.teams, new_password: '', send_welcome_email: false };
      expect((await api.admin.put(`/agents/${read.id}`, whole)).one('AgentDto')).toEqual({
        ...changed,
        updated_at: expect.any(String),
      });
    });

    it('replaces teams and roles by those that are listed', async () => {
      const [first, second] = [await api.team(), await api.team()];
      const agent = await api.agent({ teams: [first.name] });
      const teamsAfter = async (...teams: string[]) =>
        (await update(agent, { teams })).one('AgentDto').teams.map(({ name }) => name);
      expect(await teamsAfter(second.name)).toEqual([second.name]);
      expect(await teamsAfter(first.name, second.name)).toEqual([first.name, second.name]);
      expect(await teamsAfter()).toEqual([]);
      const role = await api.role('tags:manage');
      expect((await update(agent, { roles: [role.name] })).one('AgentDto').roles).toEqual([role.name]);
      expect((await update(agent, { role: 'Agent', roles: [role.name] })).one('AgentDto').roles).toEqual([
        'Agent',
        role.name,
      ]);
    });

    it('takes the older words for an availability', async () => {
      const agent = await api.agent();
      expect((await update(agent, { availability_status: 'available' })).data).toMatchObject({
        availability_status: 'online',
      });
      expect((await update(agent, { availability_status: 'busy' })).data).toMatchObject({
        availability_status: 'away_manual',
      });
    });

    it('sets a new password, stored as an Argon2id hash, and none for an empty one', async () => {
      const agent = await api.agent();
      const hash = async () => (await api.rows('SELECT password_hash FROM agents WHERE id = $1', [agent.id]))[0];
      expect((await update(agent, { new_password: '' })).status).toBe(200);
      expect(await hash()).toEqual({ password_hash: null });
      expect((await update(agent, { new_password: 'Correct-Horse-7' })).status).toBe(200);
      expect(await hash()).toEqual({ password_hash: expect.stringMatching(/^\$argon2id\$v=19\$m=8,t=1,p=1\$/) });
    });

    it('tells the agent of a new password at the address that it had before, and of nothing else', async () => {
      const mailsOf = async ({ id }: Agent) => (await api.admin.get(`/agents/${id}/mails`)).many('MailDto');
      const agent = await api.agent();
      for (const changes of [{ first_name: 'Augusta' }, { new_password: '' }, { email: `moved-${agent.email ?? ''}` }])
        expect((await update(agent, changes)).status).toBe(200);
      expect(await mailsOf(agent)).toEqual([]);
      const changes = { email: 'elsewhere@example.com', new_password: 'Correct-Horse-7', enabled: false };
      expect((await update(agent, changes)).status).toBe(200);
      expect(await mailsOf(agent)).toMatchObject([
        { to: `moved-${agent.email ?? ''}`, template: 'password-changed', status: 'queued' },
      ]);
    });

    it.each([
      ['first_name', [undefined, null, '', 5]],
      ['last_name', [5, [], {}]],
      ['email', [undefined, null, '', 'ada', 5]],
      ['role', [5, [], {}, true]],
      ['roles', [5, 'Agent', {}, [5], ['Nobody knows']]],
      ['teams', [5, 'Team', {}, [5], ['Nowhere']]],
      ['enabled', [0, 'true', {}]],
      ['availability_status', [5, '', 'gone', 'Online', {}, ['online'], 'constructor', '__proto__']],
      ['new_password', [5, {}, [], 'Short-7', 'no-upper-case-7', 'NO-LOWER-CASE-7', 'No-digit-here', 'Nothing0ther7']],
    ])('refuses a wrong %s by its name and changes nothing', async (field, values) => {
      const agent = await api.agent();
      const before = await api.stored();
      for (const value of values) {
        const answer = await update(agent, { role: 'Agent', [field]: value });
        expect({ value, status: answer.status, fields: answer.fields }).toEqual({
          value,
          status: 400,
          fields: [fieldOrItem(field)],
        });
      }
      expect(await api.stored()).toEqual(before);
    });

    it('requires a role', async () => {
      const agent = await api.agent();
      for (const roles of [undefined, null, []])
        expect(await update(agent, { roles })).toMatchObject({ status: 400, fields: ['role'] });
    });

    it("refuses another agent's e-mail and keeps its own", async () => {
      const [agent, other] = [await api.agent(), await api.agent()];
      const before = await api.stored();
      expect(await update(agent, { email: other.email?.toUpperCase() })).toMatchObject(
        refusal(409, 'ConflictException'),
      );
      expect(await api.stored()).toEqual(before);
      expect((await update(agent, { email: agent.email?.toUpperCase() })).one('AgentDto').email).toBe(agent.email);
    });

    it('lets nobody disable themselves, and the agent keep its key', async () => {
      const { client, agent } = await api.agentWith('users:manage');
      const before = await api.stored();
      const answer = await client.put(`/agents/${agent.id}`, { ...sameAs(agent), enabled: false });
      expect(answer).toMatchObject(refusal(400, 'InputException'));
      expect(await api.stored()).toEqual(before);
      expect((await client.put(`/agents/${agent.id}`, { ...sameAs(agent), enabled: true })).status).toBe(200);
    });

    it('leaves an entry for each thing that changed', async () => {
      const agent = await api.agent();
      const entry = (type: string) => ({ type, actor: me.id, target: 'agent', id: agent.id, ip: expect.any(String) });
      const entriesOf = (changes: object) => api.activityDuring(() => update(agent, changes));
      expect(await entriesOf({ first_name: 'Augusta' })).toEqual([entry('agent_updated')]);
      expect(
        await entriesOf({ enabled: false, new_password: 'Correct-Horse-7', availability_status: 'online' }),
      ).toEqual([entry('agent_updated'), entry('agent_disabled'), entry('agent_password_set'), entry('agent_online')]);
      expect(await entriesOf({ enabled: true, availability_status: 'away' })).toEqual([
        entry('agent_updated'),
        entry('agent_enabled'),
        entry('agent_away'),
      ]);
      expect(await entriesOf({ enabled: true, availability_status: 'away' })).toEqual([entry('agent_updated')]);
      expect(await entriesOf({ availability_status: 'away_and_reassigning' })).toEqual([
        entry('agent_updated'),
        entry('agent_away_reassigned'),
      ]);
      expect(await entriesOf({ email: 'nonsense' })).toEqual([]);
    });
  });

  describe('a deletion', () => {
    it('takes the agent out of every list and answer, for good', async () => {
      const agent = await api.agent();
      expect((await api.admin.delete(`/agents/${agent.id}`)).data).toBe(true);
      const notFound = refusal(404, 'NotFoundException');
      expect(await api.admin.get(`/agents/${agent.id}`)).toMatchObject(notFound);
      expect(await update(agent, {})).toMatchObject(notFound);
      expect(await api.admin.delete(`/agents/${agent.id}`)).toMatchObject(notFound);
      expect(await api.admin.get(`/agents/${agent.id}/mails`)).toMatchObject(notFound);
      expect(await api.admin.post(`/agents/${agent.id}/welcome-email`)).toMatchObject(notFound);
      expect(await api.admin.post(`/agents/${agent.id}/api-key`)).toMatchObject(notFound);
      expect(await api.admin.delete(`/agents/${agent.id}/api-key`)).toMatchObject(notFound);
      const ids = (await api.admin.get('/agents')).many('CompactAgentDto').map(({ id }) => id);
      expect(ids).not.toContain(agent.id);
    });

    it('keeps the row, says when, and leaves an entry', async () => {
      const agent = await api.agent();
      const entries = await api.activityDuring(() => api.admin.delete(`/agents/${agent.id}`));
      expect(entries).toEqual([
        { type: 'agent_deleted', actor: me.id, target: 'agent', id: agent.id, ip: expect.any(String) },
      ]);
      expect(await api.rows('SELECT deleted_at FROM agents WHERE id = $1', [agent.id])).toEqual([
        { deleted_at: expect.any(Date) },
      ]);
    });

    it('is refused to the agent itself and for the System agent', async () => {
      const { client, agent } = await api.agentWith('users:manage');
      const before = await api.stored();
      expect(await client.delete(`/agents/${agent.id}`)).toMatchObject(refusal(400, 'InputException'));
      expect(await client.delete(`/agents/${me.id}`)).toMatchObject(refusal(400, 'InputException'));
      expect(await api.admin.delete(`/agents/${me.id}`)).toMatchObject(refusal(400, 'InputException'));
      expect(await api.stored()).toEqual(before);
      expect(me.email).toBe(ADMIN.email);
    });
  });
});
