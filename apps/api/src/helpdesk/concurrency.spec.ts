import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { Answer } from '../testing/client.js';
import { TestApi } from '../testing/test-api.js';

const times = <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

/** How often each status was answered. */
const tally = (answers: readonly Answer[]): Record<number, number> => {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};

describe('requests at the same time', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });

  afterAll(async () => {
    await api.close();
  });

  it('create one agent of one e-mail, and all but one are told so', async () => {
    const body = { first_name: 'Ada', role: 'Agent', send_welcome_email: true };
    const answers = await times(20, (index) => {
      const email = Array.from('ada.lovelace@example.com', (letter, at) =>
        (index >> (at % 5)) & 1 ? letter.toUpperCase() : letter,
      );
      return api.admin.post('/agents', { ...body, email: email.join('') });
    });
    expect(tally(answers)).toEqual({ 200: 1, 409: 19 });
    const agents = (await api.admin.get('/agents?email=ada.lovelace@example.com')).many('CompactAgentDto');
    expect(agents).toHaveLength(1);
    expect((await api.admin.get(`/agents/${agents[0]?.id}/mails`)).many('MailDto')).toHaveLength(1);
    expect(await api.rows('SELECT FROM job_outbox')).toHaveLength(1);
  });

  it.each(['teams', 'roles'])('create one of a name among %s', async (path) => {
    const answers = await times(10, () => api.admin.post(`/${path}`, { name: 'The one', permissions: [] }));
    expect(tally(answers)).toEqual({ 200: 1, 409: 9 });
  });

  it('put one agent into exactly one of the sets of teams that were asked for', async () => {
    const teams: string[] = [];
    for (let index = 0; index < 6; index++) teams.push((await api.team()).name);
    const agent = await api.agent();
    const sets = times(20, (index) => Promise.resolve(teams.filter((_, team) => (index + 1) & (1 << team))));
    const asked = await sets;
    const answers = await Promise.all(
      asked.map((names, index) =>
        api.admin.put(`/agents/${agent.id}`, { ...agent, teams: index % 2 ? names : names.toReversed() }),
      ),
    );
    expect(tally(answers)).toEqual({ 200: 20 });
    const namesOf = (answer: Answer) => answer.one('AgentDto').teams.map(({ name }) => name);
    expect(answers.map(namesOf)).toEqual(asked);
    expect(asked).toContainEqual(namesOf(await api.admin.get(`/agents/${agent.id}`)));
  });

  it('swap the e-mails of agents without a failure other than a conflict', async () => {
    const agents = [await api.agent(), await api.agent(), await api.agent()];
    const answers = await times(18, (index) => {
      const agent = agents[index % 3];
      return api.admin.put(`/agents/${agent?.id}`, { ...agent, email: agents[(index + 1) % 3]?.email });
    });
    expect(Object.keys(tally(answers)).filter((status) => status !== '200')).toEqual(['409']);
  });

  it('delete a role and hand it out without a trace of it left', async () => {
    for (let round = 0; round < 5; round++) {
      const role = await api.role('tags:manage');
      const agents = await times(4, () => api.agent());
      const answers = await Promise.all([
        ...agents.map((agent) => api.admin.put(`/agents/${agent.id}`, { ...agent, roles: ['Agent', role.name] })),
        api.admin.delete(`/roles/${role.id}`),
        ...agents.map(() => api.admin.post('/agents', api.newAgent({ roles: ['Agent', role.name] }))),
        api.admin.delete(`/roles/${role.id}`),
      ]);
      expect([200, 400, 404]).toEqual(expect.arrayContaining(Object.keys(tally(answers)).map(Number)));
      expect(answers.filter((answer) => answer.status === 200 && answer.data === true)).toHaveLength(1);
      const holders = (await api.admin.get(`/agents?role=${role.name}`)).many('CompactAgentDto');
      expect(holders).toEqual([]);
      for (const agent of agents)
        expect((await api.admin.get(`/agents/${agent.id}`)).one('AgentDto').roles).toEqual(['Agent']);
    }
  });

  it('delete a team and put agents into it without a failure of ours', async () => {
    const team = await api.team();
    const agents = await times(6, () => api.agent());
    const answers = await Promise.all([
      ...agents.map((agent) => api.admin.put(`/agents/${agent.id}`, { ...agent, teams: [team.name] })),
      api.admin.delete(`/teams/${team.id}`),
      ...agents.map((agent) => api.admin.put(`/agents/${agent.id}`, { ...agent, teams: [String(team.id)] })),
    ]);
    expect([200, 400]).toEqual(expect.arrayContaining(Object.keys(tally(answers)).map(Number)));
    expect(await api.rows('SELECT FROM team_members WHERE team_id = $1', [team.id])).toEqual([]);
  });

  it('change an agent while it is deleted, before or never', async () => {
    const agent = await api.agent();
    const answers = await Promise.all([
      ...Array.from({ length: 8 }, () => api.admin.put(`/agents/${agent.id}`, agent)),
      ...Array.from({ length: 3 }, () => api.admin.delete(`/agents/${agent.id}`)),
      ...Array.from({ length: 4 }, () => api.admin.post(`/agents/${agent.id}/api-key`)),
    ]);
    expect([200, 404]).toEqual(expect.arrayContaining(Object.keys(tally(answers)).map(Number)));
    expect((await api.admin.get(`/agents/${agent.id}`)).status).toBe(404);
  });

  it('make keys for one agent, of which the last one made is good', async () => {
    const agent = await api.agent();
    const answers = await times(10, () => api.admin.post(`/agents/${agent.id}/api-key`));
    expect(tally(answers)).toEqual({ 200: 10 });
    const pairs = answers.map((answer) => answer.one('ApiKeyPairDto'));
    const seen = await Promise.all(pairs.map((pair) => api.as(pair.api_key, pair.api_secret).get('/agents/me')));
    expect(tally(seen)).toEqual({ 200: 1, 401: 9 });
  });
});
