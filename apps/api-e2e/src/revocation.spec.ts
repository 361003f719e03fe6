import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@rollcall/testing';

import { type RunningProcess, startProcess } from './processes.js';

const TOKEN = `in-${'t'.repeat(43)}`;
const PASSWORD = 'Correct-Horse-7';
const NAMES = { first_name: 'Ada', role: 'Agent' };

interface Person {
  readonly id: number;
  readonly email: string;
  /** The headers of each way in that it has. */
  readonly ways: readonly Readonly<Record<string, string>>[];
}

describe('what is taken away at one api', () => {
  let database: TestDatabase;
  let here: RunningProcess;
  let there: RunningProcess;
  let count = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    const settings = { DATABASE_URL: database.url, SMTP_URL: 'smtp://127.0.0.1:9', BOOTSTRAP_TOKEN: TOKEN };
    here = await startProcess('api', settings);
    there = await startProcess('api', settings);
  });

  afterAll(async () => {
    await Promise.all([here.end('SIGTERM'), there.end('SIGTERM')]);
    await database.drop();
  });

  const call = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${here.url}/api/v1${path}`, {
      method,
      headers: { 'X-API-Key': TOKEN, ...(body ? { 'Content-Type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    expect(response.status).toBe(200);
    const { data } = (await response.json()) as { data: Record<string, unknown> };
    return data;
  };
  const login = (api: RunningProcess, email: string) =>
    fetch(`${api.url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email, password: PASSWORD }),
    });
  const cookieOf = (response: Response) => ({ Cookie: response.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '' });
  /** Somebody with a session of each api, a pair and a bearer key. */
  const person = async (): Promise<Person> => {
    const email = `ada${++count}@example.com`;
    const names = { ...NAMES, email };
    const id = Number((await call('POST', '/agents', names)).id);
    await call('PUT', `/agents/${id}`, { ...names, new_password: PASSWORD });
    const pair = await call('POST', `/agents/${id}/api-key`);
    const bearer = await call('POST', `/agents/${id}/api-keys`, { name: 'program', kind: 'bearer' });
    const ways = [
      cookieOf(await login(here, email)),
      cookieOf(await login(there, email)),
      { Authorization: `token ${String(pair.api_key)}:${String(pair.api_secret)}` },
      { 'X-API-Key': String(bearer.token) },
    ];
    return { id, email, ways };
  };
  const statuses = async (api: RunningProcess, { ways }: Person) =>
    Promise.all(ways.map(async (headers) => (await fetch(`${api.url}/api/v1/agents/me`, { headers })).status));

  it.each<[string, (person: Person) => Promise<unknown>, number[]]>([
    [
      'disabled',
      ({ id, email }) => call('PUT', `/agents/${id}`, { ...NAMES, email, enabled: false }),
      [401, 401, 401, 401],
    ],
    ['deleted', ({ id }) => call('DELETE', `/agents/${id}`), [401, 401, 401, 401]],
    [
      'given a new password',
      ({ id, email }) => call('PUT', `/agents/${id}`, { ...NAMES, email, new_password: 'Other-Horse-7' }),
      [401, 401, 200, 200],
    ],
    ['left without its key', ({ id }) => call('DELETE', `/agents/${id}/api-key`), [200, 200, 401, 200]],
  ])('is gone at the other with the very next request, when somebody is %s', async (_what, take, expected) => {
    const somebody = await person();
    for (const api of [here, there]) expect(await statuses(api, somebody)).toEqual([200, 200, 200, 200]);
    await take(somebody);
    for (const api of [there, here]) expect(await statuses(api, somebody)).toEqual(expected);
  });
});
