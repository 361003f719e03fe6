import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLogger } from '@rollcall/logging';
import { registry } from '@rollcall/observability';
import { waitFor } from '@rollcall/testing';

import { isRecord } from '../../testing/description.js';
import { RawConnection } from '../../testing/raw-connection.js';
import { ADMIN, basic, TestApi } from '../../testing/test-api.js';

describe('the log', () => {
  let api: TestApi;
  let folder: string;
  let fd: number;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'api-log-'));
    fd = openSync(join(folder, 'log'), 'w');
    api = await TestApi.start({
      logger: createLogger({ logLevel: 'trace' }, 'api', { fd, isTTY: false }),
      settings: { METRICS_TOKEN: 'token-of-the-scraper' },
    });
  });

  afterAll(async () => {
    await api.close();
    closeSync(fd);
    rmSync(folder, { recursive: true });
  });

  const written = () => readFileSync(join(folder, 'log'), 'utf8');
  const lines = () =>
    written()
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line))
      .filter(isRecord);
  /** The lines about requests, as they are logged once each is answered. */
  const requests = () =>
    lines().flatMap(({ req, res, ms, level }) => (isRecord(req) && isRecord(res) ? [{ req, res, ms, level }] : []));

  it('has one line for every request, with its id, method, path, status and time', async () => {
    const before = requests().length;
    const ids = [];
    for (const [method, path] of [
      ['GET', '/health'],
      ['GET', '/api/v1/agents?search=ada'],
      ['POST', '/api/v1/agents'],
      ['PATCH', '/api/v1/agents'],
      ['GET', '/nowhere'],
      ['GET', '/api/v1/agents/%ff'],
      ['HEAD', '/health'],
    ] as const)
      ids.push((await api.root.send(method, path)).headers.get('x-request-id'));
    const seen = requests().slice(before);
    expect(seen.map(({ req, res }) => [req.method, req.path, res.status])).toEqual([
      ['GET', '/health', 200],
      ['GET', '/api/v1/agents', 401],
      ['POST', '/api/v1/agents', 401],
      ['PATCH', '/api/v1/agents', 405],
      ['GET', '/nowhere', 404],
      ['GET', '/api/v1/agents/%ff', 400],
      ['HEAD', '/health', 200],
    ]);
    expect(seen.map(({ req }) => req.id)).toEqual(ids);
    for (const { ms, level } of seen) {
      expect(level).toBe('info');
      expect(typeof ms).toBe('number');
    }
  });

  it('has one line for what was no request too, with the id it was answered, and nothing of what it brought', async () => {
    const { headers } = await (
      await RawConnection.to(api.url)
    )
      .send(`GET /?api_key=${ADMIN.token} HTTP/9.9\r\n\r\n`)
      .closed();
    const line = requests().find(({ req }) => req.id === headers['x-request-id']);
    expect(line).toMatchObject({ level: 'info', req: { ip: '127.0.0.1' }, res: { status: 400 } });
    expect(written()).not.toContain(ADMIN.token);
  });

  it('never has the key of a URL, whatever becomes of the request', async () => {
    const query = `?api_key=${ADMIN.token}`;
    const answers: string[] = [];
    const send = async (method: string, path: string, body?: string): Promise<void> => {
      const response = await fetch(`${api.url}${path}${query}`, {
        method,
        ...(body === undefined ? {} : { body, headers: { 'Content-Type': 'application/json' } }),
      });
      answers.push(await response.text(), JSON.stringify([...response.headers]));
    };
    await send('GET', '/api/v1/user');
    await send('GET', '/api/v1/nowhere');
    await send('PATCH', '/api/v1/user');
    await send('GET', '/api/v1/agents/%ff');
    await send('POST', '/api/v1/user/create_live_agent', '{"first_name":');
    await send('POST', '/api/v1/user/create_live_agent', '{"first_name":"\\u0000"}');
    await send('PUT', '/api/v1/user/none', '{}');
    await api.rows('ALTER TABLE billing_accounts RENAME TO billing_accounts_away');
    await send('GET', '/api/v1/user');
    await api.rows('ALTER TABLE billing_accounts_away RENAME TO billing_accounts');
    expect(answers.join('')).toContain('request id');
    for (const text of [written(), ...answers]) expect(text).not.toContain(ADMIN.token);
  });

  it('names a failure of ours by the request id that the client was told, once as an error with its cause', async () => {
    await api.rows('ALTER TABLE mails RENAME TO mails_away');
    const answer = await api.admin.get('/agents/1/mails');
    await api.rows('ALTER TABLE mails_away RENAME TO mails');
    expect(answer.status).toBe(500);
    const id = answer.headers.get('x-request-id');
    expect(answer.error.message).toContain(id);
    const causes = lines().filter(({ requestId }) => requestId === id);
    expect(causes).toMatchObject([{ level: 'error', err: { message: expect.stringContaining('mails') } }]);
    expect(requests().filter(({ req }) => req.id === id)).toMatchObject([{ level: 'error', res: { status: 500 } }]);
  });

  it('tells no secret, however a request goes', async () => {
    const secrets = new Set([ADMIN.secret, basic(ADMIN.key, ADMIN.secret)]);
    const { agent, key, secret, client } = await api.withKey(await api.agent({ role: 'Admin' }));
    for (const text of [secret, basic(key, secret)]) secrets.add(text);
    const password = 'Correct-Horse-7-Battery';
    const token = 'tokenOfAMailedLink'.padEnd(43, '0');
    for (const text of [password, token, 'hunter2']) secrets.add(text);

    await client.get('/agents/me');
    await api.anonymous.with({ Authorization: `token ${key}:hunter2${secret}` }).get('/agents/me');
    await api.anonymous.with({ Authorization: 'Bearer hunter2', Cookie: 'session=hunter2' }).get('/agents/me');
    await api.admin.put(`/agents/${agent.id}`, { ...agent, new_password: password });
    await api.admin.put(`/agents/${agent.id}`, { ...agent, email: 'nonsense', new_password: password });
    await api.anonymous.post('/agents/set-password', { token, password });
    await api.anonymous.post('/agents/set-password', { token, password: 'hunter2' });
    await api.anonymous.send('POST', '/agents/set-password', { raw: new URLSearchParams({ token, password }) });
    await api.anonymous.send('POST', '/agents/set-password', {
      raw: `{"token":"${token}","password":"${password}",`,
      headers: { 'Content-Type': 'application/json' },
    });
    await fetch(`${api.url}/set-password?token=${token}`, { redirect: 'manual' });
    await api.root.send('GET', `/nowhere?token=${token}&api_secret=hunter2`);
    await api.admin.get(`/agents?token=${token}&password=hunter2&search=a&search=b`);

    await api.rows('ALTER TABLE agents RENAME TO agents_away');
    await api.admin.put(`/agents/${agent.id}`, { ...agent, new_password: password });
    await api.anonymous.post('/agents/set-password', { token, password });
    await fetch(`${api.url}/set-password?token=${token}`, { redirect: 'manual' });
    await api.rows('ALTER TABLE agents_away RENAME TO agents');

    await api.rows(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''full''; END'`);
    await api.rows('CREATE TRIGGER refuse BEFORE UPDATE ON agents EXECUTE FUNCTION refuse()');
    const refused = await api.admin.put(`/agents/${agent.id}`, { ...agent, new_password: password });
    await api.rows('DROP TRIGGER refuse ON agents');
    expect(refused.status).toBe(500);

    const hashes = await api.rows('SELECT password_hash FROM agents WHERE password_hash IS NOT NULL');
    expect(hashes).toHaveLength(1);
    for (const { password_hash } of hashes) secrets.add(String(password_hash));
    const log = written();
    expect(log).toContain('PUT /api/v1/agents');
    expect([...secrets].filter((text) => log.includes(text))).toEqual([]);
    expect(log).not.toMatch(/authorization|\$argon2/i);
  });

  describe('and the metrics', () => {
    /** How often each combination of labels was seen. */
    const counted = async (): Promise<ReadonlyMap<string, number>> => {
      const text = await registry.getSingleMetricAsString('rollcall_http_request_duration_seconds');
      const lines = text.matchAll(/_count\{(.*)\} (\d+)/g);
      return new Map(Array.from(lines, ([, labels = '', count]) => [labels, Number(count)]));
    };
    const total = async () => [...(await counted()).values()].reduce((sum, count) => sum + count, 0);
    const send = async (requests: readonly (readonly [method: string, path: string])[]) => {
      const before = await total();
      for (const [method, path] of requests) await api.root.send(method, path);
      await waitFor('all to be counted', async () => (await total()) === before + requests.length);
    };

    it('count requests by the template of their route, and put what strangers invent into one', async () => {
      const invented = (salt: string) => [
        ...Array.from({ length: 5 }, (_, id) => ['GET', `/api/v1/agents/${salt}${id}?api_key=${salt}`] as const),
        ...Array.from({ length: 5 }, (_, id) => ['GET', `/${salt}${id}/nowhere`] as const),
        ...Array.from({ length: 5 }, (_, id) => ['DELETE', `/console/${salt}${id}`] as const),
        ...['PROPFIND', 'MKCOL', 'SEARCH'].map((method) => [method, `/api/v1/agents/${salt}`] as const),
      ];
      await send(invented('1'));
      const before = await counted();
      expect([...before.keys()]).toContain('method="GET",route="/api/v1/agents/{id}",status="401"');
      expect([...before.keys()]).toContain('method="GET",route="other",status="404"');
      expect([...before.keys()].join()).not.toMatch(/nowhere|api_key|PROPFIND/);
      await send([...invented('7'), ...invented('8')]);
      expect([...(await counted()).keys()]).toEqual([...before.keys()]);
    });

    it('count failed logins, and failures by their codes', async () => {
      const value = async (name: string, labels: string) => {
        const text = await registry.getSingleMetricAsString(name);
        return Number(
          text
            .split('\n')
            .find((line) => line.startsWith(`${name}${labels} `))
            ?.split(' ')[1] ?? 0,
        );
      };
      const seen = async () => [
        await value('rollcall_failed_logins_total', ''),
        await value('rollcall_http_failures_total', '{code="login_refused"}'),
      ];
      const before = await seen();
      await api.root.send('POST', '/api/v1/auth/login', {
        json: { email: 'a@example.com', password: 'Wrong-Horse-7' },
      });
      expect(await seen()).toEqual(before.map((count) => count + 1));
    });
  });
});
