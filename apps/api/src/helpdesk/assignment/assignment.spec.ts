import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import type { Models } from '../../testing/description.js';
import { type TestAgent, TestApi } from '../../testing/test-api.js';

describe('the assignment of conversations', () => {
  let api: TestApi;
  let caller: TestAgent;
  let team: Models['TeamDto'];
  let answering: Models['RoleDto'];

  beforeAll(async () => {
    api = await TestApi.start();
    caller = await api.agentWith('conversations:update_user_assignee');
    answering = await api.role('messages:write');
  });

  afterAll(async () => {
    await api.close();
  });

  beforeEach(async () => {
    team = await api.team();
  });

  const member = async (changes: object = {}): Promise<number> => {
    const body = api.newAgent({ role: undefined, roles: [answering.name], teams: [team.name] });
    const agent = (await api.admin.post('/agents', body)).one('AgentDto');
    await api.admin.put(`/agents/${agent.id}`, { ...body, availability_status: 'online', ...changes });
    return agent.id;
  };
  const assignable = async () =>
    (await caller.client.get(`/teams/${team.id}/assignable`)).many('AssignableAgentDto').map(({ id }) => id);
  const has = async (id: number, assigned_conversations: number) =>
    (await caller.client.put(`/agents/${id}/workload`, { assigned_conversations })).one('WorkloadDto');

  it('is for members who are enabled, online and may write messages, and for no others', async () => {
    const reader = await api.role('messages:read');
    const able = await member();
    const admin = await member({ roles: ['Admin'] });
    await member({ enabled: false });
    await member({ availability_status: 'away' });
    await member({ roles: [reader.name] });
    await member({ teams: [] });
    await api.admin.delete(`/agents/${await member()}`);
    expect(await assignable()).toEqual([able, admin]);
  });

  it('takes in turn: first who never had a conversation, then who has waited longest', async () => {
    const [first, second, third] = [await member(), await member(), await member()];
    await has(first, 1);
    await has(second, 1);
    expect(await assignable()).toEqual([third, first, second]);
    await has(first, 0);
    expect(await assignable()).toEqual([third, first, second]);
    await has(first, 1);
    expect(await assignable()).toEqual([third, second, first]);
  });

  it('stops at the limit of the team, where it has one', async () => {
    const id = await member();
    await has(id, 2);
    expect(await assignable()).toEqual([id]);
    await api.admin.put(`/teams/${team.id}`, { name: team.name, max_auto_assigned_conversations: 2 });
    expect(await assignable()).toEqual([]);
    await has(id, 1);
    expect(await assignable()).toEqual([id]);
  });

  it('shows what an agent has, and since when', async () => {
    const id = await member();
    expect(await has(id, 0)).toEqual({ assigned_conversations: 0, last_assigned_at: null });
    const { last_assigned_at: given } = await has(id, 3);
    expect(new Date(given ?? 0).getTime()).toBeGreaterThan(Date.now() - 60_000);
    expect(await has(id, 2)).toEqual({ assigned_conversations: 2, last_assigned_at: given });
    const [shown] = (await caller.client.get(`/teams/${team.id}/assignable`)).many('AssignableAgentDto');
    expect(shown).toMatchObject({ id, availability_status: 'online', assigned_conversations: 2 });
  });

  it('knows no team and no agent that there is not, and no less than nothing', async () => {
    expect((await caller.client.get('/teams/999999/assignable')).status).toBe(404);
    expect((await caller.client.put('/agents/999999/workload', { assigned_conversations: 1 })).status).toBe(404);
    const id = await member();
    for (const assigned_conversations of [-1, 0.5, '1', null, 2 ** 31])
      expect((await caller.client.put(`/agents/${id}/workload`, { assigned_conversations })).status).toBe(400);
  });
});
