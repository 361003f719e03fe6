import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Clock } from '@rollcall/kernel';

import type { Client } from '../../testing/client.js';
import type { Models } from '../../testing/description.js';
import { fieldOrItem } from '../../testing/field-or-item.js';
import { ADMIN, TestApi } from '../../testing/test-api.js';

type Key = Models['IssuedApiKeyDto'];

const HOUR_SECONDS = 3_600;

describe('the API keys of an agent', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  afterAll(async () => {
    await api.close();
  });

  const path = (agent: { id: number }, key?: { id: number }) =>
    `/agents/${agent.id}/api-keys${key ? `/${key.id}` : ''}`;
  const make = async (agent: { id: number }, body: object = {}) =>
    (await api.admin.post(path(agent), { name: api.unique('key '), ...body })).one('IssuedApiKeyDto');
  const rotate = async (agent: { id: number }, key: Key, body: object) =>
    (await api.admin.post(`${path(agent, key)}/rotate`, body)).one('IssuedApiKeyDto');
  const list = async (agent: { id: number }) => (await api.admin.get(path(agent))).many('ApiKeyDto');
  const open = ({ api_key, api_secret, token }: Key): Client =>
    token === null
      ? api.as(String(api_key), String(api_secret))
      : api.anonymous.with({ Authorization: `Bearer ${token}` });
  /** What the keys are answered when they are shown. */
  const tried = async (...keys: Key[]) =>
    Promise.all(keys.map(async (key) => (await open(key).get('/agents/me')).status));
  const passSeconds = (seconds: number) => {
    jest.spyOn(api.app.get(Clock), 'now').mockReturnValue(new Date(Date.now() + seconds * 1_000));
  };

  it('are many, of either kind, and each lets its agent in', async () => {
    const agent = await api.agent();
    const pair = await make(agent, { name: '  nightly export ' });
    const bearer = await make(agent, { name: 'chat', kind: 'bearer' });
    expect(pair).toMatchObject({ name: 'nightly export', kind: 'pair', token: null });
    expect([pair.api_key, pair.api_secret]).toEqual([
      expect.stringMatching(/^[A-Za-z0-9]{32}$/),
      expect.stringMatching(/^[A-Za-z0-9]{64}$/),
    ]);
    expect(bearer).toMatchObject({ name: 'chat', kind: 'bearer', api_key: null, api_secret: null });
    expect(bearer.token).toMatch(/^in-[\w-]{43}$/);
    for (const key of [pair, bearer])
      expect((await open(key).get('/agents/me')).one('AgentDto')).toMatchObject({ id: agent.id, api_key: null });
  });

  it('are listed with all but their secrets, which are stored as hashes alone', async () => {
    const agent = await api.agent({ role: 'Admin' });
    const system = (await api.admin.get('/agents/me')).one('AgentDto');
    const restrictions = {
      scopes: ['tags:manage', 'users:manage'],
      expires_at: '2099-12-31T23:59:59.000Z',
      allowed_ips: ['127.0.0.0/8', '2001:db8::/32'],
    };
    const made = [await make(agent), await make(agent, { kind: 'bearer', ...restrictions })];
    const listed = await list(agent);
    expect(listed).toEqual(
      made.map(({ api_secret, token, ...shown }) => {
        expect(JSON.stringify(listed)).not.toContain(api_secret ?? token);
        return shown;
      }),
    );
    expect(listed).toMatchObject([
      { scopes: null, expires_at: null, allowed_ips: null, previous_valid_until: null, last_used_at: null },
      { ...restrictions, created_by: system.id, created_at: expect.any(String) },
    ]);
    expect((await api.admin.get(path(agent, made[1]))).data).toEqual(listed[1]);
    const stored = JSON.stringify(await api.stored());
    for (const { api_secret, token } of made) expect(stored).not.toContain(api_secret ?? token);
  });

  it('have names that are unique per agent, also when many are made at once', async () => {
    const agent = await api.agent();
    const answers = await Promise.all(Array.from({ length: 6 }, () => api.admin.post(path(agent), { name: 'one' })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.error).toMatchObject({
      error_type: 'ConflictException',
      message: expect.stringContaining('"one"'),
    });
    expect(await list(agent)).toHaveLength(1);
    await make(await api.agent(), { name: 'one' });
  });

  it.each([
    ['name', 400, [undefined, null, '', '   ', 5, 'x'.repeat(141)]],
    ['kind', 400, ['', 5, 'basic', 'constructor']],
    ['scopes', 400, ['users:manage', [5], ['nothing:manage'], ['__proto__'], {}]],
    ['scopes', 422, [['users:manage'], ['messages:read', 'ai:manage']]],
    ['expires_at', 400, ['tomorrow', 5, '2099-02-30', {}]],
    ['expires_at', 422, ['2020-01-01T00:00:00Z']],
    ['allowed_ips', 400, ['192.0.2.0/24', [], ['192.0.2.1'], ['localhost/8'], ['192.0.2.0/33'], [null], {}]],
  ])('with a wrong %s are refused by its name with %i', async (field, status, values) => {
    const agent = await api.agent();
    const before = await api.stored();
    for (const value of values) {
      const answer = await api.admin.post(path(agent), { name: 'fine', [field]: value });
      expect({ value, status: answer.status, fields: answer.fields }).toEqual({
        value,
        status,
        fields: [fieldOrItem(field)],
      });
    }
    expect(await api.stored()).toEqual(before);
  });

  it.each(['pair', 'bearer'])('may do what their scopes and their agent allow now, as a %s', async (kind) => {
    const role = await api.role('users:manage', 'teams:manage');
    const agent = await api.agent({ role: role.name });
    const able = async (key: Key) => [
      (await open(key).get('/agents/me')).status,
      (await open(key).get('/agents')).status,
      (await open(key).get('/teams')).status,
    ];
    const all = await make(agent, { kind });
    const some = await make(agent, { kind, scopes: ['users:manage'] });
    const none = await make(agent, { kind, scopes: [] });
    expect([await able(all), await able(some), await able(none)]).toEqual([
      [200, 200, 200],
      [200, 200, 403],
      [200, 403, 403],
    ]);
    await api.admin.put(`/roles/${role.id}`, { name: role.name, permissions: ['teams:manage'] });
    expect([await able(all), await able(some)]).toEqual([
      [200, 403, 200],
      [200, 403, 403],
    ]);
  });

  it('end with their expiry', async () => {
    const agent = await api.agent();
    const expires_at = new Date(Date.now() + HOUR_SECONDS * 1_000).toISOString();
    const keys = [await make(agent, { expires_at }), await make(agent, { expires_at, kind: 'bearer' })];
    passSeconds(HOUR_SECONDS - 60);
    expect(await tried(...keys)).toEqual([200, 200]);
    passSeconds(HOUR_SECONDS + 60);
    expect(await tried(...keys)).toEqual([401, 401]);
  });

  it('are good from their ranges, and from elsewhere refused as wrong ones are, without a trace', async () => {
    const agent = await api.agent();
    const here = { allowed_ips: ['192.0.2.0/24', '127.0.0.1/32'] };
    expect(await tried(await make(agent, here), await make(agent, { ...here, kind: 'bearer' }))).toEqual([200, 200]);
    const elsewhere = { allowed_ips: ['192.0.2.0/24', '::1/128'] };
    const key = await make(agent, elsewhere);
    const wrong = await api.as(String(key.api_key), ADMIN.secret).get('/agents/me');
    for (const refused of [key, await make(agent, { ...elsewhere, kind: 'bearer' })]) {
      const answer = await open(refused).get('/agents/me');
      expect([answer.status, answer.text]).toEqual([401, wrong.text]);
      expect(answer.headers.get('www-authenticate')).toBe(wrong.headers.get('www-authenticate'));
    }
  });

  describe.each(['pair', 'bearer'])('of the kind %s, when rotated,', (kind) => {
    it('keep their id, name and restrictions, and both secrets are good until the overlap ends', async () => {
      const agent = await api.agent();
      const restrictions = { scopes: ['messages:read'], allowed_ips: ['127.0.0.1/32'] };
      const before = await make(agent, { kind, ...restrictions });
      const after = await rotate(agent, before, { overlap_seconds: HOUR_SECONDS });
      const { id, name, created_at } = before;
      expect(after).toMatchObject({ id, name, kind, created_at, ...restrictions });
      const secrets = ({ api_key, api_secret, token }: Key) => [api_key, api_secret, token].filter(Boolean);
      expect(secrets(before).filter((half) => secrets(after).includes(half))).toEqual([]);
      expect(Date.parse(String(after.previous_valid_until)) - Date.now()).toBeCloseTo(HOUR_SECONDS * 1_000, -5);
      expect(await tried(before, after)).toEqual([200, 200]);
      passSeconds(HOUR_SECONDS + 60);
      expect(await tried(before, after)).toEqual([401, 200]);
    });

    it('refuse the old secret at once without an overlap', async () => {
      const agent = await api.agent();
      const before = await make(agent, { kind });
      const after = await rotate(agent, before, { overlap_seconds: 0 });
      expect(after.previous_valid_until).toBeNull();
      expect(await tried(before, after)).toEqual([401, 200]);
    });

    it('keep what programs still use when rotated again, unless that is to end', async () => {
      const agent = await api.agent();
      const first = await make(agent, { kind });
      const second = await rotate(agent, first, {});
      const again = await api.admin.post(`${path(agent, first)}/rotate`, {});
      expect(again).toMatchObject({ status: 409, error: { error_type: 'ConflictException' } });
      expect(again.error.message).toContain(`good until ${String(second.previous_valid_until)}; rotate with`);
      expect(await tried(first, second)).toEqual([200, 200]);
      const third = await rotate(agent, second, { overlap_seconds: 0 });
      expect(await tried(first, second, third)).toEqual([401, 401, 200]);
      const fourth = await rotate(agent, third, {});
      passSeconds(HOUR_SECONDS + 60);
      const fifth = await rotate(agent, fourth, {});
      expect(await tried(third, fourth, fifth)).toEqual([401, 200, 200]);
    });

    it('are refused with both secrets once revoked', async () => {
      const agent = await api.agent();
      const first = await make(agent, { kind });
      const second = await rotate(agent, first, {});
      expect((await api.admin.delete(path(agent, first))).data).toBe(true);
      expect(await tried(first, second)).toEqual([401, 401]);
    });
  });

  it('of the System agent are ended by itself alone, however', async () => {
    const system = (await api.admin.get('/agents/me')).one('AgentDto');
    const { client } = await api.withKey(await api.agent({ role: 'Admin' }));
    const [key] = await list(system);
    const attempts = [
      await client.post(`${path(system, key)}/rotate`, { overlap_seconds: 0 }),
      await client.delete(path(system, key)),
      await client.post(`/agents/${system.id}/api-key`),
      await client.delete(`/agents/${system.id}/api-key`),
    ];
    expect(attempts.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
    expect((await api.admin.get('/agents/me')).status).toBe(200);
  });

  it('do not mix the halves of a rotation', async () => {
    const agent = await api.agent();
    const before = await make(agent);
    const after = await rotate(agent, before, {});
    const mixed = [
      { ...before, api_secret: after.api_secret },
      { ...after, api_secret: before.api_secret },
    ];
    expect(await tried(...mixed)).toEqual([401, 401]);
  });

  it.each([[-1], [1.5], ['60'], [30 * 24 * HOUR_SECONDS + 1], [true]])(
    'are not rotated with an overlap of %j',
    async (overlap_seconds) => {
      const agent = await api.agent();
      const key = await make(agent);
      const answer = await api.admin.post(`${path(agent, key)}/rotate`, { overlap_seconds });
      expect(answer).toMatchObject({ status: 400, fields: ['overlap_seconds'] });
      expect(await tried(key)).toEqual([200]);
    },
  );

  it('are not found with another agent, without one or once revoked, and the path says which id is wrong', async () => {
    const [agent, other] = [await api.agent(), await api.agent()];
    const key = await make(agent);
    for (const place of [path(other, key), path({ id: 4711 }, key), path(agent, { id: 4711 })]) {
      expect((await api.admin.get(place)).status).toBe(404);
      expect((await api.admin.delete(place)).status).toBe(404);
      expect((await api.admin.post(`${place}/rotate`, {})).status).toBe(404);
    }
    expect(await tried(key)).toEqual([200]);
    await api.admin.delete(path(agent, key));
    expect((await api.admin.delete(path(agent, key))).status).toBe(404);
    expect((await api.admin.get(`${path(agent)}/x`)).fields).toEqual(['key_id']);
    expect((await api.admin.post(path({ id: 4711 }), { name: 'x' })).status).toBe(404);
    expect((await api.admin.get(path({ id: 4711 }))).status).toBe(404);
  });

  it('leave an entry each time one is made, rotated or revoked', async () => {
    const agent = await api.agent();
    const entries = await api.activityDuring(async () => {
      const key = await make(agent);
      await rotate(agent, key, {});
      await api.admin.delete(path(agent, key));
    });
    expect(entries).toMatchObject(
      ['api_key_created', 'api_key_rotated', 'api_key_revoked'].map((type) => ({
        type,
        target: 'agent',
        id: agent.id,
      })),
    );
  });

  it('are refused while their agent is disabled, and once it is deleted', async () => {
    const agent = await api.agent();
    const keys = [await make(agent), await make(agent, { kind: 'bearer' })];
    await api.admin.put(`/agents/${agent.id}`, { ...agent, enabled: false });
    expect(await tried(...keys)).toEqual([401, 401]);
    await api.admin.put(`/agents/${agent.id}`, { ...agent, enabled: true });
    expect(await tried(...keys)).toEqual([200, 200]);
    await api.admin.delete(`/agents/${agent.id}`);
    expect(await tried(...keys)).toEqual([401, 401]);
    expect((await api.admin.get(path(agent))).status).toBe(404);
  });
});
