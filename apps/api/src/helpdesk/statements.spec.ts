import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DataSource } from 'typeorm';

import type { Answer } from '../testing/client.js';
import { TestApi } from '../testing/test-api.js';

/** What calls ask of the database, so that a statement more is a decision and no accident. */
describe('the statements of a call', () => {
  let api: TestApi;
  let names: Readonly<Record<'role' | 'first' | 'second', string>>;

  beforeAll(async () => {
    api = await TestApi.start();
    const team = async () => (await api.admin.post('/teams', { name: api.unique('team') })).one('TeamDto').name;
    names = { role: (await api.role('messages:read')).name, first: await team(), second: await team() };
  });

  afterAll(async () => {
    await api.close();
  });

  const during = async (call: () => Promise<Answer>): Promise<string[]> => {
    const log = jest.spyOn(api.app.get(DataSource).logger, 'logQuery');
    expect((await call()).status).toBe(200);
    const statements = log.mock.calls.map(([query]) => query.trim());
    log.mockRestore();
    // That the caller was seen is written when it suits, for many requests at once.
    return statements.filter((query) => !query.includes('WITH seen')).map((query) => query.replace(/\s[^]*$/, ''));
  };
  const newAgent = () => ({
    ...api.newAgent({ role: undefined }),
    roles: [names.role],
    teams: [names.first, names.second],
    send_welcome_email: true,
  });

  it('that reads an agent are one for the key and one for all that there is to know', async () => {
    const { id } = await api.agent();
    expect(await during(() => api.admin.get(`/agents/${id}`))).toEqual(['SELECT', 'SELECT']);
    expect(await during(() => api.admin.get('/agents/me'))).toEqual(['SELECT', 'SELECT']);
  });

  // The entry of the activity log and the events that follow from it are one statement, which begins with WITH.
  it('that creates an agent with a role, two teams and a welcome mail are ten', async () => {
    const statements = await during(() => api.admin.post('/agents', newAgent()));
    expect(statements[0]).toBe('SELECT');
    expect(statements.slice(1, 4)).toEqual(['START', 'SELECT', 'SELECT']);
    expect(statements[4]).toBe('WITH');
    expect(statements.slice(5, -1)).toEqual(['WITH', 'INSERT', 'INSERT', 'INSERT']);
    expect(statements.at(-1)).toBe('COMMIT');
  });

  it('that changes the name of an agent write the agent and the entry, and nothing that stays as it is', async () => {
    const agent = (await api.admin.post('/agents', newAgent())).one('AgentDto');
    const body = {
      first_name: 'Grace',
      email: agent.email,
      roles: agent.roles,
      teams: agent.teams.map(({ name }) => name),
    };
    const statements = await during(() => api.admin.put(`/agents/${agent.id}`, body));
    expect(statements.filter((verb) => verb === 'SELECT')).toHaveLength(5);
    expect(statements.filter((verb) => verb !== 'SELECT')).toEqual(['START', 'UPDATE', 'WITH', 'COMMIT']);
  });
});
