import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DataSource } from 'typeorm';

import { ADMIN, basic, TestApi, type TestAgent, type TestSession } from '../testing/test-api.js';

const PASSWORD = 'Correct-Horse-7';

/** Of the right form, and nobody's. */
const WRONG = { key: 'k'.repeat(32), secret: 's'.repeat(64), token: `in-${'x'.repeat(43)}`, session: 'x'.repeat(43) };

describe('the credentials of a request', () => {
  let api: TestApi;
  let other: TestAgent;
  let session: TestSession;

  beforeAll(async () => {
    api = await TestApi.start();
    other = await api.withKey(await api.agent());
    const person = await api.agentWithPassword(PASSWORD);
    session = await api.login(String(person.email), PASSWORD);
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  afterAll(async () => {
    await api.close();
  });

  const show = (headers: Readonly<Record<string, string>>, query = '') =>
    api.anonymous.with(headers).get(`/agents/me${query}`);
  /** What the database was asked for a request with these credentials. */
  const statementsOf = async (headers: Readonly<Record<string, string>>, query = '') => {
    const log = jest.spyOn(api.app.get(DataSource).logger, 'logQuery');
    log.mockClear();
    const { status } = await show(headers, query);
    return { status, count: log.mock.calls.length };
  };

  it.each([
    ['the secret and something behind a colon', basic(ADMIN.key, `${ADMIN.secret}:anything`)],
    ['the secret and a colon', basic(ADMIN.key, `${ADMIN.secret}:`)],
    ['a colon before the key', basic(`:${ADMIN.key}`, ADMIN.secret)],
    ['a colon before the secret', basic(ADMIN.key, `:${ADMIN.secret}`)],
    ['no colon', `Basic ${Buffer.from(ADMIN.key + ADMIN.secret).toString('base64')}`],
    ['a space behind the secret', basic(ADMIN.key, `${ADMIN.secret} `)],
    ['an empty key', basic('', ADMIN.secret)],
    ['an empty secret', basic(ADMIN.key, '')],
    ['letters beyond ASCII', basic(`${ADMIN.key.slice(1)}é`, ADMIN.secret)],
    ['what is base64 but for one character', basic(ADMIN.key, ADMIN.secret).replace('Q', '!Q')],
    ['base64 in two pieces', basic(ADMIN.key, ADMIN.secret).replace(/.{8}$/, ' $&')],
    ['base64 without its end', basic(ADMIN.key, ADMIN.secret).replace(/=+$/, '')],
    ['a tab behind the scheme', basic(ADMIN.key, ADMIN.secret).replace(' ', '\t')],
    ['the secret and something behind a colon, as a token', `token ${ADMIN.key}:${ADMIN.secret}:anything`],
    ['the secret and a colon, as a token', `token ${ADMIN.key}:${ADMIN.secret}:`],
    ['a bearer token and something behind a space', `Bearer ${ADMIN.token} x`],
  ])('let nobody in by %s', async (_what, authorization) => {
    expect((await show({ Authorization: authorization })).status).toBe(401);
  });

  it.each([
    ['Basic', basic(ADMIN.key, ADMIN.secret)],
    ['token', `token ${ADMIN.key}:${ADMIN.secret}`],
    ['Bearer', `Bearer ${ADMIN.token}`],
  ])('may stand behind as many spaces as one likes, by the scheme %s', async (_scheme, authorization) => {
    for (const spaces of [' ', '  ', '      '])
      expect((await show({ Authorization: authorization.replace(' ', spaces) })).status).toBe(200);
  });

  it('are those shown most plainly, where several are, and no other when these are wrong', async () => {
    const cookie = { Cookie: `rollcall_session=${session.secret}` };
    const me = async (headers: Readonly<Record<string, string>>, query = '') => {
      const answer = await show(headers, query);
      return answer.status === 200 ? answer.one('AgentDto').id : answer.status;
    };
    const admin = (await api.admin.get('/agents/me')).one('AgentDto').id;
    const pair = { Authorization: basic(other.key, other.secret) };
    const wrongPair = { Authorization: basic(WRONG.key, WRONG.secret) };
    const header = { 'X-API-Key': ADMIN.token };
    expect(await me({ ...pair, ...header, ...cookie }, `?api_key=${ADMIN.token}`)).toBe(other.agent.id);
    expect(await me({ ...wrongPair, ...header, ...cookie }, `?api_key=${ADMIN.token}`)).toBe(401);
    expect(await me({ ...header, ...cookie })).toBe(admin);
    expect(await me({ 'X-API-Key': WRONG.token, ...cookie }, `?api_key=${ADMIN.token}`)).toBe(401);
    expect(await me(cookie, `?api_key=${ADMIN.token}`)).toBe(admin);
    expect(await me(cookie, `?api_key=${WRONG.token}`)).toBe(401);
    // Of a proxy in front, for example.
    expect(await me({ Authorization: 'Digest username="a"', ...header })).toBe(admin);
  });

  it('are looked up in one statement, right or wrong, however many are shown', async () => {
    const right = await statementsOf({ Authorization: basic(ADMIN.key, ADMIN.secret) });
    expect(right.status).toBe(200);
    const everything = { 'X-API-Key': WRONG.token, Cookie: `rollcall_session=${WRONG.session}` };
    for (const headers of [
      { Authorization: basic(WRONG.key, WRONG.secret), ...everything },
      { Authorization: `token ${WRONG.key}:${WRONG.secret}`, ...everything },
      { Authorization: `Bearer ${WRONG.token}`, ...everything },
      everything,
    ])
      expect(await statementsOf(headers, `?api_key=${WRONG.token}`)).toEqual({ status: 401, count: 1 });
    expect(await statementsOf({ Cookie: everything.Cookie })).toEqual({ status: 401, count: 1 });
    expect(await statementsOf({ Authorization: 'Basic ****' })).toEqual({ status: 401, count: 0 });
  });
});
