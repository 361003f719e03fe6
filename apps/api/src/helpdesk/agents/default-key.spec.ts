import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Bootstrap } from '@rollcall/agents';

import type { Models } from '../../testing/description.js';
import { ADMIN, TestApi } from '../../testing/test-api.js';

describe('the key that is named default', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });

  afterAll(async () => {
    await api.close();
  });

  const list = async ({ id }: { id: number }) => (await api.admin.get(`/agents/${id}/api-keys`)).many('ApiKeyDto');
  const make = async ({ id }: { id: number }, body: object) =>
    (await api.admin.post(`/agents/${id}/api-keys`, body)).one('IssuedApiKeyDto');
  const works = async (key: Models['IssuedApiKeyDto']) =>
    (await api.as(String(key.api_key), String(key.api_secret)).get('/agents/me')).status === 200;

  it('is what the one-key calls make, replace and revoke, and they leave others alone', async () => {
    const agent = await api.agent();
    const other = await make(agent, { name: 'other' });
    const first = await api.withKey(agent);
    expect(await list(agent)).toMatchObject([
      { name: 'other' },
      { name: 'default', kind: 'pair', api_key: first.key, scopes: null },
    ]);
    const second = await api.withKey(agent);
    expect((await first.client.get('/agents/me')).status).toBe(401);
    expect((await second.client.get('/agents/me')).one('AgentDto').api_key).toBe(second.key);
    expect((await api.admin.delete(`/agents/${agent.id}/api-key`)).data).toBe(true);
    expect((await second.client.get('/agents/me')).status).toBe(401);
    const entries = await api.activityDuring(async () => {
      expect((await api.admin.delete(`/agents/${agent.id}/api-key`)).data).toBe(true);
    });
    expect(entries).toEqual([]);
    expect((await api.admin.delete('/agents/999999/api-key')).status).toBe(404);
    expect(await works(other)).toBe(true);
    expect((await api.admin.get(`/agents/${agent.id}`)).one('AgentDto').api_key).toBeNull();
  });

  it('loses its restrictions when it is replaced', async () => {
    const agent = await api.agent();
    const restricted = await make(agent, { name: 'default', kind: 'bearer', scopes: [] });
    await api.withKey(agent);
    const [only, ...others] = await list(agent);
    expect([only, others]).toMatchObject([{ name: 'default', kind: 'pair', scopes: null }, []]);
    expect((await api.anonymous.with({ 'X-API-Key': String(restricted.token) }).get('/agents/me')).status).toBe(401);
  });

  it('is the pair, as token is the bearer key, that a process of the version before makes without a name', async () => {
    const agent = await api.agent();
    await api.rows(
      `INSERT INTO api_keys (agent_id, created_at, kind, key, secret_hash)
       VALUES ($1, now(), 'pair', repeat('a', 32), sha256(repeat('b', 64)::bytea)),
              ($1, now(), 'bearer', NULL, sha256('in-...'))`,
      [agent.id],
    );
    expect((await api.as('a'.repeat(32), 'b'.repeat(64)).get('/agents/me')).one('AgentDto')).toMatchObject({
      id: agent.id,
      api_key: 'a'.repeat(32),
    });
    expect(await list(agent)).toMatchObject([{ name: 'default' }, { name: 'token' }]);
  });

  it('and a bearer key named token are what the first start makes for the System agent, and no later one, though revoked', async () => {
    const system = (await api.admin.get('/agents/me')).one('AgentDto');
    const start = () => api.app.get(Bootstrap, { strict: false }).run();
    const made = await list(system);
    expect(made).toMatchObject([
      { name: 'default', kind: 'pair', api_key: ADMIN.key, created_by: null },
      { name: 'token', kind: 'bearer', created_by: null },
    ]);
    const extra = await make(system, { name: 'extra', kind: 'bearer' });
    const token = made.find(({ name }) => name === 'token');
    await api.admin.post(`/agents/${system.id}/api-keys/${token?.id}/rotate`, { overlap_seconds: 0 });
    const before = await list(system);
    expect(await start()).toMatchObject({ pair: null, token: null });
    expect(await list(system)).toEqual(before);
    await api.admin.delete(`/agents/${system.id}/api-keys/${token?.id}`);
    await api.admin.delete(`/agents/${system.id}/api-key`);
    const left = await api.stored();
    expect(await start()).toMatchObject({ pair: null, token: null });
    expect(await api.stored()).toEqual(left);
    expect((await api.anonymous.with({ 'X-API-Key': ADMIN.token }).get('/agents/me')).status).toBe(401);
    expect((await api.admin.get('/agents/me')).status).toBe(401);
    expect((await api.anonymous.with({ 'X-API-Key': String(extra.token) }).get('/agents/me')).status).toBe(200);
  });
});
