import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { Client } from '../../testing/client.js';
import { TestApi } from '../../testing/test-api.js';

describe('keys with limits', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });

  afterAll(async () => {
    await api.close();
  });

  const path = ({ id }: { id: number }) => `/agents/${id}/api-keys`;
  const uuidOf = async ({ id }: { id: number }) =>
    String((await api.rows('SELECT uuid FROM agents WHERE id = $1', [id]))[0]?.uuid);
  /** A new key of the agent. */
  const open = async (agent: { id: number }, limits: object): Promise<Client> => {
    const made = await api.admin.post(path(agent), { name: api.unique('key '), ...limits });
    const { api_key, api_secret } = made.one('IssuedApiKeyDto');
    return api.as(String(api_key), String(api_secret));
  };

  const SOON = new Date(Date.now() + 3_600_000).toISOString();
  const LIMITS = { scopes: ['users:manage'], expires_at: SOON, allowed_ips: ['127.0.0.1/32', '192.0.2.0/24'] };

  /** Somebody who may make keys for themselves, a key of theirs with these limits, and the ids of it and of one without. */
  const limited = async (limits: object) => {
    const { agent } = await api.agentWith('users:manage', 'teams:manage');
    const client = await open(agent, limits);
    const [free, own] = (await api.admin.get(path(agent))).many('ApiKeyDto').map(({ id }) => id);
    return { agent, client, free, own };
  };

  it.each(Object.entries(LIMITS))('of %s make no way in to their agent without', async (limit, value) => {
    const { agent, client, free } = await limited({ [limit]: value });
    const before = await api.stored();
    const refused = [
      await client.post(path(agent), { name: 'wider' }),
      await client.post(path(agent), { name: 'wider', ...LIMITS, [limit]: null }),
      await client.post(`/agents/${agent.id}/api-key`),
      await client.post(`${path(agent)}/${free ?? 0}/rotate`, {}),
      await client.put(`/agents/${agent.id}`, { ...agent, new_password: 'Correct-Horse-7' }),
      await client.put(`/agents/${agent.id}`, { ...agent, email: 'mallory@example.com' }),
      await client.put(`/user/${await uuidOf(agent)}`, { email: 'mallory@example.com' }),
    ];
    expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 403));
    const reasons = /You may not .* (limits of the key you use \(.*\b\w+\)|permissions you do not hold)/;
    for (const { error } of refused) expect(error.message).toMatch(reasons);
    expect(await api.stored()).toEqual(before);
  });

  it('make keys within their limits, and whatever they may for others', async () => {
    const { agent, client, own } = await limited(LIMITS);
    expect((await client.post(`${path(agent)}/${own ?? 0}/rotate`, {})).status).toBe(200);
    const within = { scopes: [], expires_at: SOON, allowed_ips: ['127.0.0.1/32'] };
    expect((await client.post(path(agent), { name: 'narrower', ...within })).status).toBe(200);
    const later = new Date(Date.parse(SOON) + 1_000).toISOString();
    for (const wider of [{ expires_at: later }, { allowed_ips: ['127.0.0.1/32', '198.51.100.0/24'] }])
      expect((await client.post(path(agent), { name: 'wider', ...within, ...wider })).status).toBe(403);
    const { agent: other } = await api.agentWith();
    expect((await client.post(`/agents/${other.id}/api-key`)).status).toBe(200);
    expect((await client.put(`/agents/${other.id}`, { ...other, new_password: 'Correct-Horse-7' })).status).toBe(200);
  });

  it('are no hindrance to an agent without permissions whose key has none', async () => {
    const agent = await api.agent();
    const change = { email: `${api.unique('moved')}@example.com` };
    const uuid = await uuidOf(agent);
    const [scoped, free] = [await open(agent, { scopes: [] }), await open(agent, {})];
    expect((await scoped.put(`/user/${uuid}`, change)).status).toBe(403);
    expect((await free.put(`/user/${uuid}`, change)).status).toBe(200);
  });
});
