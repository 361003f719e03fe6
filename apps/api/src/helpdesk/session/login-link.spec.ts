import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { SignInLinks } from '@rollcall/agents';
import { Clock } from '@rollcall/kernel';

import { ADMIN, TestApi } from '../../testing/test-api.js';

const HOUR_MS = 60 * 60 * 1_000;

describe('a login by the link of the first start', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start({ settings: { TRUST_PROXY: '127.0.0.1' } });
  });

  afterAll(async () => {
    await api.close();
  });

  const link = async () => String(await api.app.get(SignInLinks, { strict: false }).forAdmin());
  const follow = (token: string, headers: Readonly<Record<string, string>> = {}) =>
    api.anonymous.send('POST', '/auth/login-link', { json: { token }, headers });
  const refused = { status: 401, error: { error_type: 'UnauthorizedException' } };

  it('begins a session of the admin, once, and leaves an entry', async () => {
    const token = await link();
    const entries = await api.activityDuring(async () => {
      const answer = await follow(token);
      expect(answer.one('AgentDto')).toMatchObject({ email: ADMIN.email, last_login_at: expect.any(String) });
      const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';', 1).join());
      const session = api.anonymous.with({ Cookie: cookies.join('; ') });
      expect((await session.get('/agents')).status).toBe(200);
      expect(await follow(token)).toMatchObject(refused);
    });
    expect(entries).toMatchObject([{ type: 'agent_login', actor: 1, id: 1 }]);
  });

  it('lets one of many who follow it at once in', async () => {
    const token = await link();
    const answers = await Promise.all(Array.from({ length: 5 }, () => follow(token)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401, 401, 401, 401]);
  });

  it('is for the machine of the api alone, and tells others no more than that', async () => {
    const token = await link();
    const elsewhere = await follow(token, { 'X-Forwarded-For': '192.0.2.1' });
    expect(elsewhere).toMatchObject(refused);
    expect(elsewhere.error.message).toBe((await follow('unknown')).error.message);
    expect((await follow(token)).status).toBe(200);
  });

  it('is possible within an hour', async () => {
    const token = await link();
    const clock = jest.spyOn(api.app.get(Clock), 'now').mockReturnValue(new Date(Date.now() + HOUR_MS));
    expect(await follow(token)).toMatchObject(refused);
    clock.mockRestore();
    expect((await follow(token)).status).toBe(200);
  });

  it('sets no password, and a link that sets a password logs nobody in', async () => {
    const token = await link();
    const password = { token, password: 'Correct-Horse-7' };
    expect((await api.anonymous.post('/agents/set-password', password)).status).toBe(400);
    expect(await follow(await api.passwordToken(1))).toMatchObject(refused);
    expect((await follow(token)).status).toBe(200);
  });
});
