import { randomInt } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, freePort, type TestDatabase, waitFor } from '@rollcall/testing';

import { type RunningProcess, startProcess } from './processes.js';

const LIMIT = 5;

/** A slow machine takes its time for two hundred creates. */
const ANSWERED_MS = 40_000;
const JSON_BODY = { 'Content-Type': 'application/json' };

describe('an api of several processes', () => {
  let database: TestDatabase;
  let api: RunningProcess;
  let metricsPort: number;

  beforeAll(async () => {
    database = await createTestDatabase();
    const settings = { DATABASE_URL: database.url, SMTP_URL: 'smtp://127.0.0.1:9', LIMIT_PER_ADDRESS: String(LIMIT) };
    metricsPort = await freePort();
    const metrics = { METRICS_TOKEN: 'token-of-the-scraper', METRICS_PORT: String(metricsPort) };
    api = await startProcess('api', { ...settings, ...metrics, WEB_CONCURRENCY: '3' });
    await waitFor('all processes', () => api.output().includes('"processes":3'));
  });

  afterAll(async () => {
    await api.end('SIGKILL');
    await database.drop();
  });

  /** The admin's pair as the first start has shown it. */
  const pair = () => {
    const [, key, secret] = /API key: +(\w+)\n +API secret: (\w+)/.exec(api.output()) ?? [];
    return `${key}:${secret}`;
  };

  it("shows the first start's credentials once", () => {
    expect(api.output().match(/API secret: \w{64}/g)).toHaveLength(1);
  });

  it('tells the metrics of each process', async () => {
    const metrics = async () => {
      const headers = { Authorization: 'Bearer token-of-the-scraper' };
      return (await fetch(`http://127.0.0.1:${metricsPort}/metrics`, { headers })).text();
    };
    const live = async () => {
      const lines = (await metrics()).matchAll(
        /^rollcall_http_request_duration_seconds_count\{.*"\/health".*\} (\d+)$/gm,
      );
      return Array.from(lines, ([, count]) => Number(count)).reduce((sum, count) => sum + count, 0);
    };
    const before = await live();
    await Promise.all(
      Array.from({ length: 30 }, () => fetch(`${api.url}/health`, { headers: { Connection: 'close' } })),
    );
    await waitFor('all requests to be counted', async () => (await live()) === before + 30);
    const builds = (await metrics()).matchAll(/^rollcall_build_info\{.*process="(\d+)".*\} 1$/gm);
    expect(Array.from(builds, ([, place]) => place).toSorted()).toEqual(['1', '2', '3']);
    expect((await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).status).toBe(401);
  });

  it('counts requests of all processes together', async () => {
    const logIn = () =>
      fetch(`${api.url}/api/v1/auth/login`, {
        method: 'POST',
        headers: { ...JSON_BODY, Connection: 'close' },
        body: JSON.stringify({ email: `${Math.random()}@example.com`, password: 'Wrong-Horse-7' }),
      });
    const statuses = await Promise.all(Array.from({ length: 3 * LIMIT }, async () => (await logIn()).status));
    expect(statuses.filter((status) => status !== 429)).toHaveLength(LIMIT);
  });

  it('creates two hundred agents at once, each once, for a client that loses connections and tries again', async () => {
    const emails = Array.from({ length: 200 }, (_, index) => `writer${index}@example.com`);
    /** One try. It may be cut off at any moment, which is where it says nothing. */
    const create = async (email: string, cut?: AbortSignal) => {
      const response = await fetch(`${api.url}/api/v1/agents`, {
        method: 'POST',
        headers: { ...JSON_BODY, Authorization: `token ${pair()}`, 'Idempotency-Key': email, Connection: 'close' },
        body: JSON.stringify({ first_name: 'Ada', email, role: 'Agent', send_welcome_email: true }),
        signal: cut ?? null,
      });
      return `${response.status} ${await response.text()}`;
    };
    const untilAnswered = (email: string) =>
      waitFor(
        `an answer about ${email}`,
        async () => {
          const answer = await create(email);
          // A slow machine makes some wait too long for the database.
          return !/^(409|503) /.test(answer) && answer;
        },
        ANSWERED_MS,
      );
    const answers = await Promise.all(
      emails.map(async (email) => {
        await create(email, AbortSignal.timeout(randomInt(1, 500))).catch(() => undefined);
        return [await untilAnswered(email), await untilAnswered(email)] as const;
      }),
    );
    expect(answers.filter(([first, again]) => !first.startsWith('200 ') || first !== again)).toEqual([]);
    const response = await fetch(`${api.url}/api/v1/agents/compact`, { headers: { Authorization: `token ${pair()}` } });
    const { data } = (await response.json()) as { data: { email: string }[] };
    const written = data.map(({ email }) => email).filter((email) => email.startsWith('writer'));
    expect(written.toSorted()).toEqual(emails.toSorted());
  });

  it('finishes what is under way and leaves its port when its first process is killed', async () => {
    await api.end('SIGKILL');
    await waitFor('the others to end in order', () => api.output().match(/the parent process is gone/g)?.length === 3);
    const left = () =>
      fetch(`${api.url}/health`).then(
        () => false,
        () => true,
      );
    await waitFor('the port to be left', left);
    expect(await left()).toBe(true);
  });
});
