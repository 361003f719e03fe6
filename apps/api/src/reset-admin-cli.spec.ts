import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Bootstrap } from '@rollcall/agents';

import { ADMIN, TestApi } from './testing/test-api.js';

const CLI = fileURLToPath(new URL('../dist/reset-admin-cli.js', import.meta.url));

interface Result {
  readonly code: number | string | null | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

describe('npm run reset-admin', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });

  afterAll(async () => {
    await api.close();
  });

  const reset = (...args: readonly string[]) =>
    new Promise<Result>((resolve) => {
      const env = { DATABASE_URL: api.databaseUrl, SMTP_URL: 'smtp://unused', BOOTSTRAP_TOKEN: ADMIN.token };
      execFile(process.execPath, [CLI, ...args], { env }, (error, stdout, stderr) => {
        resolve({ code: error ? error.code : 0, stdout, stderr });
      });
    });
  const printed = ({ stdout }: Result) => {
    const [, key = '', secret = '', token = ''] =
      /API key: +(\w{32})\n +API secret: (\w{64})\n +Token: +(in-[\w-]{43})\n/.exec(stdout) ?? [];
    return { pair: api.as(key, secret), bearer: api.anonymous.with({ 'X-API-Key': token }), secrets: [secret, token] };
  };
  const who = async (client: typeof api.admin) => (await client.get('/agents/me')).status;
  const system = async () => (await api.rows('SELECT id::int, enabled FROM agents WHERE is_system'))[0];

  it('lets the operator in again by new keys, once the old ones are revoked, and leaves entries', async () => {
    const admin = (await api.admin.get('/agents/me')).one('AgentDto');
    for (const { id } of (await api.admin.get(`/agents/${admin.id}/api-keys`)).many('ApiKeyDto').toReversed())
      await api.admin.delete(`/agents/${admin.id}/api-keys/${id}`);
    await api.app.get(Bootstrap, { strict: false }).run();
    expect(await who(api.admin)).toBe(401);
    let result: Result | undefined;
    const entries = await api.activityDuring(async () => {
      result = await reset();
    });
    expect(result).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining(ADMIN.email) });
    const { pair, bearer, secrets } = printed(result ?? { code: 1, stdout: '', stderr: '' });
    expect([await who(pair), await who(bearer), await who(api.admin)]).toEqual([200, 200, 401]);
    expect((await pair.get('/agents')).status).toBe(200);
    const target = { actor: null, target: 'agent', id: admin.id, ip: null };
    expect(entries).toEqual([
      { type: 'admin_reset', ...target },
      { type: 'api_key_created', ...target },
      { type: 'api_key_created', ...target },
    ]);
    const stored = JSON.stringify(await api.stored());
    for (const secret of secrets) expect(stored).not.toContain(secret);
  });

  it('takes away the limits and the secrets of the keys before, and a lock-out, and nothing else', async () => {
    const before = printed(await reset());
    const extra = (
      await before.pair.post(`/agents/${String((await system())?.id)}/api-keys`, { name: 'x', kind: 'bearer' })
    ).one('IssuedApiKeyDto');
    await api.rows("UPDATE api_keys SET allowed_ips = '{192.0.2.0/24}', scopes = '{}' WHERE name = 'default'");
    await api.rows('UPDATE agents SET enabled = false WHERE is_system');
    const { pair, bearer } = printed(await reset());
    expect(await system()).toMatchObject({ enabled: true });
    expect([await who(pair), await who(bearer), await who(before.bearer)]).toEqual([200, 200, 401]);
    expect((await pair.get('/agents')).status).toBe(200);
    expect(await who(api.anonymous.with({ 'X-API-Key': String(extra.token) }))).toBe(200);
  });

  it('leaves the keys of one where it is run several times at once', async () => {
    const results = await Promise.all([reset(), reset(), reset()]);
    expect(results.map(({ code }) => code)).toEqual([0, 0, 0]);
    const pairs = await Promise.all(results.map((result) => who(printed(result).pair)));
    const bearers = await Promise.all(results.map((result) => who(printed(result).bearer)));
    expect(pairs.toSorted()).toEqual([200, 401, 401]);
    expect(bearers).toEqual(pairs);
  });

  it('does nothing with arguments that it does not know', async () => {
    const before = await api.stored();
    expect(await reset('--force')).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('Usage') });
    expect(await api.stored()).toEqual(before);
  });

  it('says what to do where there is no System agent yet', async () => {
    const id = (await system())?.id;
    await api.rows('UPDATE agents SET is_system = false');
    expect(await reset()).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('Start an api') });
    await api.rows('UPDATE agents SET is_system = true WHERE id = $1', [id]);
  });
});
