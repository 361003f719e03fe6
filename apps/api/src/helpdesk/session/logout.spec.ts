import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { type TestSession, TestApi } from '../../testing/test-api.js';

const PASSWORD = 'Correct-Horse-7';

describe('a logout', () => {
  let api: TestApi;
  let email: string;
  let id: number;

  beforeAll(async () => {
    api = await TestApi.start({ settings: { CORS_ORIGINS: 'https://app.example.com' } });
    const agent = await api.agentWithPassword(PASSWORD);
    email = String(agent.email);
    id = agent.id;
  });

  afterAll(async () => {
    await api.close();
  });

  /** Follows the link as a browser does, which sends the cookies of the session alone. */
  const follow = ({ secret }: TestSession, headers: Readonly<Record<string, string>> = {}, method = 'GET') =>
    api.root.with({ Cookie: `theme=dark; rollcall_session=${secret}` }).send(method, '/logout', { headers });
  const isIn = async ({ client }: TestSession) => (await client.get('/agents/me')).status === 200;
  const cookiesTaken = ({ headers }: Awaited<ReturnType<typeof follow>>) =>
    headers.getSetCookie().flatMap((cookie) => /^(\w+)=; .*Expires=Thu, 01 Jan 1970/.exec(cookie)?.[1] ?? []);

  it.each([
    ['a program or an older browser', {}],
    ['a page of ours', { 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Mode': 'navigate' }],
    ['the address bar', { 'Sec-Fetch-Site': 'none' }],
  ])('by %s ends the session, takes the cookies away and leads to the front page', async (_what, headers) => {
    const session = await api.login(email, PASSWORD);
    const other = await api.login(email, PASSWORD);
    const before = await api.stored();
    const entries = await api.activityDuring(async () => {
      const answer = await follow(session, headers);
      expect({ status: answer.status, location: answer.headers.get('location') }).toEqual({
        status: 302,
        location: '/',
      });
      expect(cookiesTaken(answer)).toEqual(['rollcall_session', 'csrf_token']);
    });
    expect(entries).toMatchObject([{ type: 'agent_logout', actor: id, id, ip: '127.0.0.1' }]);
    expect([await isIn(session), await isIn(other)]).toEqual([false, true]);
    expect(await api.stored()).not.toEqual(before);
  });

  it.each([
    ['cross-site', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' }],
    ['same-site', { 'Sec-Fetch-Site': 'same-site' }],
  ])(
    'by a link on a page that the browser calls %s leads to the front page and ends nothing',
    async (_what, headers) => {
      const session = await api.login(email, PASSWORD);
      const before = await api.stored();
      const answer = await follow(session, headers);
      expect({ status: answer.status, location: answer.headers.get('location') }).toEqual({
        status: 302,
        location: '/',
      });
      expect(answer.headers.getSetCookie()).toEqual([]);
      expect(await api.stored()).toEqual(before);
    },
  );

  it.each([
    ['Sec-Purpose', 'prefetch'],
    ['Sec-Purpose', 'prefetch;prerender'],
    ['Purpose', 'prefetch'],
    ['X-Moz', 'prefetch'],
  ])(
    'that a browser fetches ahead, as it says by %s: %s, is refused, so that it is not taken for done',
    async (name, value) => {
      const session = await api.login(email, PASSWORD);
      expect((await follow(session, { [name]: value, 'Sec-Fetch-Site': 'same-origin' })).status).toBe(403);
      expect(await isIn(session)).toBe(true);
    },
  );

  it('is no HEAD', async () => {
    const session = await api.login(email, PASSWORD);
    const answer = await follow(session, {}, 'HEAD');
    expect({ status: answer.status, allow: answer.headers.get('allow') }).toEqual({
      status: 405,
      allow: 'GET, OPTIONS',
    });
    expect(await isIn(session)).toBe(true);
  });

  it('without a session, or with one that is over, leads to the front page and changes nothing', async () => {
    const session = await api.login(email, PASSWORD);
    await follow(session);
    const before = await api.stored();
    expect(cookiesTaken(await follow(session))).toEqual(['rollcall_session', 'csrf_token']);
    expect((await api.root.get('/logout')).status).toBe(302);
    expect((await api.root.with({ 'X-API-Key': 'in-x' }).get('/logout')).status).toBe(302);
    expect(await api.stored()).toEqual(before);
  });

  it('ends a session once, however often it is asked at once', async () => {
    const session = await api.login(email, PASSWORD);
    const entries = await api.activityDuring(() => Promise.all([1, 2, 3, 4].map(() => follow(session))));
    expect(entries).toMatchObject([{ type: 'agent_logout' }]);
  });
});
