import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RateLimits } from '@rollcall/limits';
import { describeOnEachQueueBackend } from '@rollcall/testing';

import { TestApi } from '../../testing/test-api.js';
import { FAILURES, waitAfter } from './login-pace.js';

const LIMITS = { LIMIT_PER_ADDRESS: '30', LIMIT_PER_ACCOUNT: '4', LIMIT_PER_KEY: '12', TRUST_PROXY: '127.0.0.1' };

describeOnEachQueueBackend('limits', (settings) => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start({ settings: { ...settings, ...LIMITS } });
  });

  afterAll(async () => {
    await api.close();
  });

  const from = (address: string) => api.anonymous.with({ 'X-Forwarded-For': address });
  const statuses = async (times: number, attempt: () => Promise<{ readonly status: number }>) => {
    const seen: number[] = [];
    for (let time = 0; time < times; time++) seen.push((await attempt()).status);
    return seen;
  };

  it.each([
    ['/auth/login', { email: 'ada@example.com', password: 'Wrong-Horse-7' }, 401],
    ['/agents/reset-password', { email: 'ada@example.com' }, 200],
    ['/agents/set-password', { token: 'guessed', password: 'Correct-Horse-7' }, 400],
  ])('end what one address tries at one account by %s, and not what another tries', async (path, body, status) => {
    const [here, elsewhere] = [from(`192.0.2.${path.length}`), from(`198.51.100.${path.length}`)];
    const attempt = () => here.post(path, body);
    expect(await statuses(6, attempt)).toEqual([status, status, status, status, 429, 429]);
    const answer = await attempt();
    expect(answer.error.error_type).toBe('RateLimitException');
    expect(answer.headers.get('retry-after')).toMatch(/^([1-9]|[1-5]\d|60)$/);
    expect(answer.headers.get('ratelimit-policy')).toBe('"address";q=30;w=60, "account";q=4;w=60');
    expect(answer.headers.get('ratelimit')).toMatch(/^"address";r=\d+;t=\d+, "account";r=0;t=\d+$/);
    expect((await elsewhere.post(path, body)).status).toBe(status);
  });

  it('take all addresses that one subscriber has for one', async () => {
    let host = 0;
    const attempt = () => from(`2001:db8:1:2::${++host}`).post('/agents/reset-password', { email: 'uma@example.com' });
    expect(await statuses(5, attempt)).toEqual([200, 200, 200, 200, 429]);
    const elsewhere = from('2001:db8:1:3::1');
    expect((await elsewhere.post('/agents/reset-password', { email: 'uma@example.com' })).status).toBe(200);
  });

  it('know an account in whatever case it is written', async () => {
    const here = from('192.0.2.200');
    const spelled = ['eve@example.com', 'EVE@example.com', ' eve@example.com', 'Eve@Example.Com', 'eve@EXAMPLE.com'];
    const seen: number[] = [];
    for (const email of spelled) seen.push((await here.post('/agents/reset-password', { email })).status);
    expect(seen).toEqual([200, 200, 200, 200, 429]);
  });

  it('end what one address tries at many accounts', async () => {
    const here = from('192.0.2.201');
    let count = 0;
    const attempt = () => here.post('/agents/reset-password', { email: `someone${++count}@example.com` });
    const seen = await statuses(32, attempt);
    expect(seen.slice(28)).toEqual([200, 200, 429, 429]);
  });

  it('end what one address tries at one link, by JSON and by a form', async () => {
    const here = from('192.0.2.202');
    const fields = { token: 'guessed', password: 'Correct-Horse-7' };
    const json = () => here.post('/agents/set-password', fields);
    const form = () => here.send('POST', '/agents/set-password', { raw: new URLSearchParams(fields) });
    expect([...(await statuses(2, json)), ...(await statuses(2, form))]).toEqual([400, 400, 400, 400]);
    for (const answer of [await json(), await form()]) {
      expect(answer.status).toBe(429);
      expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
    }
    expect((await here.post('/agents/set-password', { ...fields, token: 'another' })).status).toBe(400);
  });

  describe('on failing logins', () => {
    let host = 0;
    /** A login from an address of its own. */
    const login = (email: string, password: string) =>
      from(`198.51.100.${++host}`).post('/auth/login', { email, password });
    /** How many failures of the account there are, with the one that asking counts as. */
    const failures = async (email: string) =>
      (await api.app.get(RateLimits, { strict: false }).count(FAILURES, email)).used;

    it('count them by account, wherever they come from and however that is written, and no successes', async () => {
      const email = `${api.unique('kim')}@example.com`;
      await api.agentWithPassword('Correct-Horse-7', { email });
      for (const spelled of [email, email.toUpperCase(), ` ${email} `])
        expect((await login(spelled, 'Wrong-Horse-7')).status).toBe(401);
      expect((await login(email, 'Correct-Horse-7')).status).toBe(200);
      expect(await failures(email)).toBe(4);
    });

    it('make them wait longer one by one, also when they come at once', async () => {
      const email = `${api.unique('kim')}@example.com`;
      const started = performance.now();
      const burst = Array.from({ length: 15 }, () => login(email, 'Wrong-Horse-7'));
      expect((await Promise.all(burst)).every(({ status }) => status === 401)).toBe(true);
      expect(performance.now() - started).toBeGreaterThanOrEqual(waitAfter(14));
    });
  });

  it('hold for one key and leave others alone', async () => {
    const { client } = await api.agentWith();
    const { client: other } = await api.agentWith();
    const seen = await statuses(13, () => client.get('/agents/me'));
    expect(seen).toEqual([...Array.from({ length: 12 }, () => 200), 429]);
    const answer = await client.get('/agents/me');
    expect(answer.headers.get('ratelimit-policy')).toBe('"key";q=12;w=60');
    expect(answer.headers.get('retry-after')).not.toBeNull();
    expect((await other.get('/agents/me')).status).toBe(200);
  });

  it('count what a key may not do, too', async () => {
    const { client } = await api.agentWith();
    const seen = await statuses(13, () => client.get('/activity-logs'));
    expect(seen).toEqual([...Array.from({ length: 12 }, () => 403), 429]);
    expect((await client.get('/agents/me')).status).toBe(429);
  });
});

describeOnEachQueueBackend('limits of two apis beside one database', (settings) => {
  let apis: readonly [TestApi, TestApi];

  beforeAll(async () => {
    const one = await TestApi.start({ settings: { ...settings, ...LIMITS } });
    const other = await TestApi.start({
      settings: { ...settings, ...LIMITS },
      connectThrough: () => Promise.resolve(one.databaseUrl),
    });
    apis = [one, other];
  });

  afterAll(async () => {
    for (const api of apis.toReversed()) await api.close();
  });

  /** What so many calls are answered that come to both in turns, all at once. */
  const statusesOfBoth = async (calls: number, call: (api: TestApi) => Promise<{ readonly status: number }>) => {
    const answers = Array.from({ length: calls }, (_, index) => call(apis[index % 2 === 0 ? 0 : 1]));
    return (await Promise.all(answers)).map(({ status }) => status).toSorted();
  };
  const times = (count: number, status: number) => Array.from({ length: count }, () => status);

  it('are one limit for what is tried', async () => {
    const attempt = (api: TestApi) => api.anonymous.post('/agents/reset-password', { email: 'ada@example.com' });
    expect(await statusesOfBoth(10, attempt)).toEqual([...times(4, 200), ...times(6, 429)]);
  });

  it('are one limit for a key', async () => {
    const { key, secret } = await apis[0].agentWith();
    const use = (api: TestApi) => api.as(key, secret).get('/agents/me');
    expect(await statusesOfBoth(20, use)).toEqual([...times(12, 200), ...times(8, 429)]);
  });
});

describe('the pace of logins', () => {
  it.each([
    [0, 0],
    [5, 0],
    [6, 100],
    [15, 1_000],
    [1_000, 3_000],
  ])('after %s failures is a wait of %s ms', (failures, wait) => {
    expect(waitAfter(failures)).toBe(wait);
  });
});
