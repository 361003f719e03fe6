import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { hash } from '@node-rs/argon2';
import { DataSource } from 'typeorm';

import { entriesDuring } from '../../testing/activity.js';
import type { Answer } from '../../testing/client.js';
import type { Models } from '../../testing/description.js';
import { TestApi } from '../../testing/test-api.js';

const PASSWORD = 'Correct-Horse-7';

describe('a login', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });

  afterAll(async () => {
    await api.close();
  });

  const person = () => api.agentWithPassword(PASSWORD);
  const login = (email: string | null, password = PASSWORD) => api.anonymous.post('/auth/login', { email, password });

  it.each<[string, (agent: Models['AgentDto']) => Promise<Answer>]>([
    ['a wrong password', ({ email }) => login(email, 'Wrong-Horse-7')],
    ['an unknown e-mail', () => login('nobody@example.com')],
    [
      'the password of a disabled agent',
      async (agent) => {
        await api.admin.put(`/agents/${agent.id}`, { ...agent, enabled: false });
        return login(agent.email);
      },
    ],
    [
      'the password of a deleted agent',
      async (agent) => {
        await api.admin.delete(`/agents/${agent.id}`);
        return login(agent.email);
      },
    ],
    ['an agent without a password', async () => login((await api.agent()).email)],
  ])('fails with %s, and the answer tells no more than that', async (_what, attempt) => {
    const answer = await attempt(await person());
    expect(answer.status).toBe(401);
    expect(answer.error).toEqual((await login('another@example.com')).error);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  it('leaves an entry each time, and when it failed without an actor, whoever it was for', async () => {
    const [agent, disabled] = [await person(), await person()];
    await api.admin.put(`/agents/${disabled.id}`, { ...disabled, enabled: false });
    const entries = await entriesDuring(api, async () => {
      await login(agent.email, 'Wrong-Horse-7');
      await login(disabled.email);
      await login('nobody@example.com');
      await login(agent.email);
    });
    const entry = { target_model_type: 'user', ip: '127.0.0.1', request_id: expect.any(String) };
    const failed = { ...entry, activity_type: 'login_failed', actor_id: null };
    expect(entries).toMatchObject([
      { ...failed, target_model_id: agent.id },
      { ...failed, target_model_id: disabled.id },
      { ...failed, target_model_id: null },
      { ...entry, activity_type: 'agent_login', actor_id: agent.id, target_model_id: agent.id },
    ]);
  });

  it('that fails runs the same statements, whoever it was for', async () => {
    const [agent, disabled, passwordless] = [await person(), await person(), await api.agent()];
    await api.admin.put(`/agents/${disabled.id}`, { ...disabled, enabled: false });
    const log = jest.spyOn(api.app.get(DataSource).logger, 'logQuery');
    const statements = async (email: string | null) => {
      log.mockClear();
      await login(email, 'Wrong-Horse-7');
      // That the administrator was seen is written when it suits, behind the requests before.
      return log.mock.calls.map(([query]) => query).filter((query) => !query.includes('WITH seen'));
    };
    const expected = await statements('nobody@example.com');
    expect(expected.map((query) => query.trim().split(/\s/, 1)[0])).toEqual(['SELECT', 'START', 'WITH', 'COMMIT']);
    for (const { email } of [agent, disabled, passwordless]) expect(await statements(email)).toEqual(expected);
    log.mockRestore();
  });

  it('is possible by an address without a dot as well, which the first administrator may have', async () => {
    const agent = await person();
    await api.rows("UPDATE agents SET email = 'admin@localhost' WHERE id = $1", [agent.id]);
    expect((await login('admin@localhost')).status).toBe(200);
    expect((await api.anonymous.post('/agents/reset-password', { email: 'admin@localhost' })).status).toBe(200);
  });

  it('makes the hash of the password anew where that is of former parameters', async () => {
    const agent = await person();
    const hashOf = async () =>
      String((await api.rows('SELECT password_hash FROM agents WHERE id = $1', [agent.id]))[0]?.password_hash);
    const today = await hashOf();
    const outdated = await hash(PASSWORD, { memoryCost: 16, timeCost: 1, parallelism: 1 });
    await api.rows('UPDATE agents SET password_hash = $2 WHERE id = $1', [agent.id, outdated]);
    expect((await login(agent.email)).status).toBe(200);
    expect((await hashOf()).slice(0, 26)).toBe(today.slice(0, 26));
    expect(await hashOf()).not.toBe(outdated);
    const kept = await hashOf();
    expect((await login(agent.email)).status).toBe(200);
    expect(await hashOf()).toBe(kept);
  });

  it('is by the same text, however it is typed, also where the hash was made before there was one form', async () => {
    const [windows, mac] = ['P\u00e4sswort-123', 'Pa\u0308sswort-123'];
    const agent = await api.agentWithPassword(windows);
    const by = (password: string) => api.anonymous.post('/auth/login', { email: agent.email, password });
    expect((await by(mac)).status).toBe(200);
    const before = await hash(mac, { memoryCost: 8, timeCost: 1, parallelism: 1 });
    await api.rows('UPDATE agents SET password_hash = $2 WHERE id = $1', [agent.id, before]);
    expect([(await by(windows)).status, (await by(mac)).status, (await by(windows)).status]).toEqual([401, 200, 200]);
  });

  it('succeeds for everybody at the moment when the hash is made anew', async () => {
    const agent = await person();
    const outdated = await hash(PASSWORD, { memoryCost: 16, timeCost: 1, parallelism: 1 });
    await api.rows('UPDATE agents SET password_hash = $2 WHERE id = $1', [agent.id, outdated]);
    const answers = await Promise.all(Array.from({ length: 4 }, () => login(agent.email)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });

  it('begins no session by a password that is changed while it is compared', async () => {
    const agent = await person();
    const answers = await Promise.all([
      login(agent.email),
      api.admin.put(`/agents/${agent.id}`, { ...agent, new_password: 'Other-Horse-7' }),
    ]);
    const [row] = await api.rows('SELECT count(*)::int FROM sessions WHERE agent_id = $1', [agent.id]);
    expect(answers[1].status).toBe(200);
    expect(row?.count).toBe(0);
  });
});
