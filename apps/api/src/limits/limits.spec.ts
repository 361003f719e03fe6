import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RateLimits } from '@rollcall/limits';
import { describeOnEachQueueBackend } from '@rollcall/testing';

import { TestApi } from '../testing/test-api.js';
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

  it('count the failures of an account wherever they come from, and none of its successes', async () => {
    const agent = await api.agent();
    await api.admin.put(`/agents/${agent.id}`, { ...agent, new_password: 'Correct-Horse-7' });
    const failures = () => api.app.get(RateLimits, { strict: false }).usesOf(FAILURES, agent.email ?? '');
    const login = (address: string, password: string) =>
      from(address).post('/auth/login', { email: agent.email, password });
    for (const address of ['192.0.2.1', '192.0.2.2', '192.0.2.3']) await login(address, 'Wrong-Horse-7');
    expect(await failures()).toBe(3);
    expect((await login('192.0.2.4', 'Correct-Horse-7')).status).toBe(200);
    expect(await failures()).toBe(3);
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
});

describe('limits without anywhere to count', () => {
  it('are kept by each process for itself', async () => {
    const api = await TestApi.start({ settings: LIMITS });
    try {
      await api.rows('DROP TABLE rate_limits');
      const seen: number[] = [];
      for (let time = 0; time < 6; time++)
        seen.push((await api.anonymous.post('/agents/reset-password', { email: 'ada@example.com' })).status);
      expect(seen).toEqual([200, 200, 200, 200, 429, 429]);
    } finally {
      await api.close();
    }
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
