import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { entriesDuring } from '../../testing/activity.js';
import { TestApi } from '../../testing/test-api.js';

const PASSWORD = 'Correct-Horse-7';

describe("another agent's sessions", () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });

  afterAll(async () => {
    await api.close();
  });

  /** An agent with this many sessions, in the order in which the list has them, and where they are. */
  const signedIn = async (count: number) => {
    const agent = await api.agentWithPassword(PASSWORD);
    const sessions: Awaited<ReturnType<TestApi['login']>>[] = [];
    for (let made = 0; made < count; made++) sessions.push(await api.login(String(agent.email), PASSWORD));
    const areIn = () =>
      Promise.all(sessions.map(async ({ client }) => (await client.get('/agents/me')).status === 200));
    return { agent, areIn, path: `/agents/${agent.id}/sessions` };
  };

  it('are listed to whoever manages agents, who ends one or all of them; the log says who did', async () => {
    const { agent, areIn, path } = await signedIn(3);
    const { agent: manager, client } = await api.agentWith('users:manage');
    const listed = (await client.get(path)).many('SessionDto');
    expect(listed.map(({ current, user_agent }) => [current, user_agent])).toEqual(Array(3).fill([false, 'node']));
    const told = await entriesDuring(api, async () => {
      expect((await client.delete(`${path}/${listed[1]?.id ?? 0}`)).status).toBe(200);
      expect(await areIn()).toEqual([true, false, true]);
      expect((await client.delete(path)).status).toBe(200);
      expect(await areIn()).toEqual([false, false, false]);
      expect((await client.delete(path)).status).toBe(200);
    });
    const [who, whom] = [`${manager.email} (#${manager.id})`, `${agent.email} (#${agent.id})`];
    expect(told.map(({ activity_description: sentence }) => sentence)).toEqual([
      `${who} ended session ${listed[1]?.id} of ${whom}`,
      `${who} ended all sessions of ${whom} (2)`,
    ]);
    expect((await client.get(path)).many('SessionDto')).toEqual([]);
  });

  it('are ended one by one only under the agent that they belong to', async () => {
    const [mine, theirs] = [await signedIn(1), await signedIn(1)];
    const [session] = (await api.admin.get(theirs.path)).many('SessionDto');
    const refused = await api.admin.delete(`${mine.path}/${session?.id ?? 0}`);
    expect(refused).toMatchObject({ status: 404, body: { message: expect.stringContaining('has no session') } });
    expect(await theirs.areIn()).toEqual([true]);
    for (const path of ['/agents/999999/sessions', '/agents/999999/sessions/1'])
      expect((await api.admin.delete(path)).status).toBe(404);
  });

  it('are those of the System agent for itself alone to end', async () => {
    const { client } = await api.agentWith('users:manage');
    expect((await client.delete('/agents/1/sessions')).body).toMatchObject({
      message: expect.stringContaining('System agent'),
    });
    expect((await api.admin.delete('/agents/1/sessions')).status).toBe(200);
  });

  it('go on where the request itself comes by one of them', async () => {
    const agent = await api.agentWithPassword(PASSWORD, { role: 'Admin' });
    await api.login(String(agent.email), PASSWORD);
    const { client } = await api.login(String(agent.email), PASSWORD);
    expect((await client.delete(`/agents/${agent.id}/sessions`)).status).toBe(200);
    const left = (await client.get(`/agents/${agent.id}/sessions`)).many('SessionDto');
    expect(left.map(({ current }) => current)).toEqual([true]);
  });
});
