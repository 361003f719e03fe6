import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { activityPage, entriesDuring } from '../../testing/activity.js';
import type { Models } from '../../testing/description.js';
import { ADMIN, TestApi } from '../../testing/test-api.js';

const PASSWORD = 'Correct-Horse-7';

describe('an entry of the activity log', () => {
  let api: TestApi;
  const me = `${ADMIN.email} (#1)`;

  beforeAll(async () => {
    api = await TestApi.start();
  });

  afterAll(async () => {
    await api.close();
  });

  const sentences = async (work: () => Promise<unknown>) =>
    (await entriesDuring(api, work)).map(({ activity_description: sentence }) => sentence);
  const nameOf = ({ email, id }: Models['AgentDto']) => `${email} (#${id})`;

  it('names who did what to which agent, as clients know it from the peer', async () => {
    let agent = await api.agent();
    const name = nameOf(agent);
    const update = async (changes: object) => {
      agent = (await api.admin.put(`/agents/${agent.id}`, { ...agent, teams: [], ...changes })).one('AgentDto');
    };
    const updated = `${me} updated agent ${name}`;
    const told = await sentences(async () => {
      for (const availability_status of ['online', 'away_manual', 'away_and_reassigning', 'away', 'offline'])
        await update({ availability_status });
      await update({ new_password: PASSWORD });
      await update({ enabled: false });
      await update({ enabled: true });
      await api.admin.post(`/agents/${agent.id}/welcome-email`);
      await api.admin.delete(`/agents/${agent.id}`);
    });
    expect(told).toEqual([
      ...[updated, `${me} changed ${name} status to online`],
      ...[updated, `${me} changed ${name} status to away`],
      ...[updated, `${me} changed ${name} status to away and reassigning`],
      ...[updated, `${me} changed ${name} status to away`],
      updated,
      ...[updated, `${me} set password for ${name}`],
      ...[updated, `${me} disabled agent ${name}`],
      ...[updated, `${me} enabled agent ${name}`],
      `${me} requested a welcome mail for ${name}`,
      `${me} deleted agent ${name}`,
    ]);
  });

  it('names an agent once that did something to itself', async () => {
    const { agent, client } = await api.agentWith('users:manage');
    const name = nameOf(agent);
    await api.admin.put(`/agents/${agent.id}`, { ...agent, teams: [], new_password: PASSWORD });
    const told = await sentences(async () => {
      for (const status of ['online', 'away_manual', 'away_and_reassigning', 'offline'])
        await client.put('/agents/me/availability', { status });
      await client.put(`/agents/${agent.id}`, { ...agent, teams: [], availability_status: 'away' });
      const session = await api.login(String(agent.email), PASSWORD);
      await api.login(String(agent.email), PASSWORD);
      await session.client.delete('/auth/sessions');
      await api.anonymous.post('/agents/set-password', {
        token: await api.passwordToken(agent.id),
        password: PASSWORD,
      });
    });
    expect(told).toEqual([
      `${name} is online`,
      `${name} is away`,
      `${name} is away and reassigning`,
      `${name} is offline`,
      `${name} updated agent ${name}`,
      `${name} is away`,
      `${name} logged in`,
      `${name} logged in`,
      `${name} ended all its other sessions (1)`,
      `${name} set password for ${name} by a mailed link`,
    ]);
  });

  it('names teams and roles with their ids, and which permissions came and went', async () => {
    const told = await sentences(async () => {
      const team = await api.team('Night');
      await api.admin.put(`/teams/${team.id}`, { name: 'Day' });
      await api.admin.delete(`/teams/${team.id}`);
      const { id } = (await api.admin.post('/roles', { name: 'Lead', permissions: ['tags:manage'] })).one('RoleDto');
      for (const permissions of [
        ['tags:manage', 'ai:manage', 'sla:manage'],
        ['tags:manage', 'ai:manage'],
        ['messages:read'],
        ['messages:read'],
      ])
        await api.admin.put(`/roles/${id}`, { name: 'Head', permissions });
      await api.admin.delete(`/roles/${id}`);
    });
    const [, id = ''] = /Lead \(#(\d+)\)/.exec(told.join('\n')) ?? [];
    const updated = `${me} updated role Head (#${id})`;
    expect(told.map((sentence) => sentence.replace(/(Night|Day) \(#\d+\)/, '$1 (#1)'))).toEqual([
      `${me} created team Night (#1)`,
      `${me} updated team Day (#1)`,
      `${me} deleted team Day (#1)`,
      `${me} created role Lead (#${id})`,
      ...[updated, `${me} added permission(s) ai:manage, sla:manage to role Head (#${id})`],
      ...[updated, `${me} removed permission(s) sla:manage from role Head (#${id})`],
      updated,
      `${me} removed permission(s) ai:manage, tags:manage and added permission(s) messages:read to role Head (#${id})`,
      updated,
      `${me} deleted role Head (#${id})`,
    ]);
  });

  it('says Rollcall of what the system did, and somebody of whom nobody knows', async () => {
    const { results } = await activityPage(api, '?order=asc&page_size=3');
    expect(results.map(({ activity_description: sentence }) => sentence)).toEqual([
      `Rollcall created agent ${me}`,
      `Rollcall created API key "default" of ${me}`,
      `Rollcall created API key "token" of ${me}`,
    ]);
    const agent = await api.agentWithPassword(PASSWORD);
    const told = await sentences(async () => {
      await api.anonymous.post('/auth/login', { email: agent.email, password: 'wrong' });
      await api.anonymous.post('/auth/login', { email: 'nobody@example.com', password: 'wrong' });
    });
    expect(told).toEqual([
      `Somebody failed to log in as ${nameOf(agent)}`,
      'Somebody failed to log in by an e-mail that no agent has',
    ]);
  });

  it('names a service account, which has no e-mail, by its first name', async () => {
    const body = { first_name: 'Nightly "export" \\ %', role: 'Agent' };
    let id = 0;
    const told = await sentences(async () => {
      id = (await api.admin.post('/service-accounts', body)).one('AgentDto').id;
      await api.admin.post(`/agents/${id}/api-key`);
    });
    expect(told).toEqual([
      `${me} created agent ${body.first_name} (#${id})`,
      `${me} created API key "default" of ${body.first_name} (#${id})`,
    ]);
  });

  it('is about a user where it is about an agent, and about a role where it is about one', async () => {
    const agent = await api.agent();
    const role = await api.role();
    const about = async (query: string) =>
      (await activityPage(api, `?${query}`)).results.map((entry) => [entry.activity_type, entry.target_model_type]);
    expect(await about(`target_model_type=user&target_model_id=${agent.id}`)).toEqual([['agent_created', 'user']]);
    expect(await about(`target_model_type=agent&target_model_id=${agent.id}`)).toEqual([['agent_created', 'user']]);
    expect(await about(`target_model_type=role&target_model_id=${role.id}`)).toEqual([['role_created', 'role']]);
  });
});
