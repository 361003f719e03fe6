import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { Client } from '../testing/client.js';
import { type Route, routesOf } from '../testing/routes.js';
import { ADMIN, TestApi } from '../testing/test-api.js';

/** The tables of the contract, and our own routes beside them. */
const NEEDS: Readonly<Record<string, string>> = {
  'GET /api/v1/activity-logs': 'activity_logs:manage',
  'GET /api/v1/agents': 'users:manage',
  'GET /api/v1/agents/compact': 'any-agent',
  'POST /api/v1/agents': 'users:manage',
  'GET /api/v1/agents/{id}': 'users:manage',
  'PUT /api/v1/agents/{id}': 'users:manage',
  'DELETE /api/v1/agents/{id}': 'users:manage',
  'POST /api/v1/agents/{id}/api-key': 'users:manage',
  'DELETE /api/v1/agents/{id}/api-key': 'users:manage',
  'GET /api/v1/agents/{id}/api-keys': 'users:manage',
  'POST /api/v1/agents/{id}/api-keys': 'users:manage',
  'GET /api/v1/agents/{id}/api-keys/{key_id}': 'users:manage',
  'DELETE /api/v1/agents/{id}/api-keys/{key_id}': 'users:manage',
  'POST /api/v1/agents/{id}/api-keys/{key_id}/rotate': 'users:manage',
  'GET /api/v1/agents/{id}/mails': 'users:manage',
  'POST /api/v1/agents/{id}/welcome-email': 'users:manage',
  'GET /api/v1/service-accounts': 'users:manage',
  'POST /api/v1/service-accounts': 'users:manage',
  'PUT /api/v1/service-accounts/{id}': 'users:manage',
  'GET /api/v1/agents/me': 'any-agent',
  'GET /api/v1/agents/me/teams': 'any-agent',
  'PUT /api/v1/agents/me/availability': 'any-agent',
  'POST /api/v1/agents/reset-password': 'public',
  'POST /api/v1/agents/set-password': 'public',
  'POST /api/v1/auth/login': 'public',
  'GET /api/v1/logout': 'any-agent',
  'GET /api/v1/auth/sessions': 'any-agent',
  'DELETE /api/v1/auth/sessions': 'any-agent',
  'DELETE /api/v1/auth/sessions/{id}': 'any-agent',
  'GET /api/v1/teams': 'teams:manage',
  'POST /api/v1/teams': 'teams:manage',
  'GET /api/v1/teams/compact': 'any-agent',
  'GET /api/v1/teams/{id}': 'teams:manage',
  'PUT /api/v1/teams/{id}': 'teams:manage',
  'DELETE /api/v1/teams/{id}': 'teams:manage',
  'GET /api/v1/roles': 'any-agent',
  'POST /api/v1/roles': 'roles:manage',
  'GET /api/v1/roles/{id}': 'roles:manage',
  'PUT /api/v1/roles/{id}': 'roles:manage',
  'DELETE /api/v1/roles/{id}': 'roles:manage',
  'POST /api/v1/user/create_live_agent': 'users:manage',
  'GET /api/v1/user': 'any-agent',
  'PUT /api/v1/user/{user_id}': 'any-agent',
  'GET /api/v1/user/get_agent_list': 'users:manage',
  'POST /api/v1/agency/billing/{agency_id}/billing_plan': 'billing:manage',
  'GET /api/v1/agency/billing/{agency_id}/billing_plan/list': 'billing:read',
  'GET /api/v1/agency/billing/{billing_plan_id}': 'billing:read',
  'PUT /api/v1/agency/billing/{billing_plan_id}': 'billing:manage',
  'GET /api/v1/user/credits': 'any-agent',
  'POST /api/v1/user/{user_id}/credits/use': 'billing:manage',
  'POST /api/v1/agency/billing/subaccount/change_billing_plan': 'billing:manage',
  'GET /api/v1/agency/billing/subaccount/change_billing_plan': 'billing:manage',
  'POST /api/v1/agency/billing/subaccount/refresh_billing_cycle': 'billing:manage',
  'GET /api/v1/agency/billing/subaccount/refresh_billing_cycle': 'billing:manage',
  'GET /api/v1/agency': 'any-agent',
  'POST /api/v1/agency/webhook/stripe/{agency_id}': 'public',
  'GET /health': 'public',
  'GET /health/ready': 'public',
  'GET /set-password': 'public',
};

/** An id that nobody has, so that a request that is let in changes nothing. */
const NOBODY = '9007199254740991';

describe('the access to routes', () => {
  let api: TestApi;
  let routes: Route[];

  beforeAll(async () => {
    api = await TestApi.start();
    routes = routesOf(api.app);
  });

  afterAll(async () => {
    await api.close();
  });

  const need = ({ access }: Route) => (typeof access === 'object' ? access.permission : access);
  const guarded = () => routes.filter((route) => need(route) !== 'public');
  const permissions = () => [
    ...new Set(routes.flatMap(({ access }) => (typeof access === 'object' ? access.permission : []))),
  ];

  /** The status of each of these routes for the client; a wrong envelope throws. */
  async function statuses(asked: readonly Route[], client: Client): Promise<Record<string, string>> {
    const found: Record<string, string> = {};
    for (const { title, method, path } of asked) {
      const json = method === 'GET' || method === 'DELETE' ? undefined : {};
      const answer = await client.send(method, path.replaceAll(/\{\w+\}/g, NOBODY), { json });
      found[title] =
        answer.status === 401 || answer.status === 403 ? `${answer.status} ${answer.error.error_type}` : 'let in';
    }
    return found;
  }

  const all = (asked: readonly Route[], status: string) =>
    Object.fromEntries(asked.map(({ title }) => [title, status]));
  const root = (headers: Record<string, string> = {}) => api.root.with(headers);
  const keyOfAnAdmin = async (restrictions: object) => {
    const { id: agentId } = await api.agent({ role: 'Admin' });
    const made = await api.admin.post(`/agents/${agentId}/api-keys`, { name: 'restricted', ...restrictions });
    return { agentId, ...made.one('IssuedApiKeyDto') };
  };
  const token = (key: string, secret: string) => root({ Authorization: `token ${key}:${secret}` });

  it('is stated by every route', () => {
    expect(routes.length).toBeGreaterThanOrEqual(Object.keys(NEEDS).length);
    expect(routes.filter(({ access }) => access === undefined)).toEqual([]);
  });

  it('is what the contract says', () => {
    const stated = Object.fromEntries(routes.map((route) => [route.title, need(route)]));
    expect(stated).toMatchObject(NEEDS);
  });

  it('is closed to callers without credentials', async () => {
    expect(await statuses(guarded(), root())).toEqual(all(guarded(), '401 UnauthorizedException'));
  });

  it('is open to everybody where it is public', async () => {
    const open = routes.filter((route) => need(route) === 'public');
    expect(await statuses(open, root())).toEqual(all(open, 'let in'));
    expect(await statuses(open, token(ADMIN.key, 'wrong'))).toEqual(all(open, 'let in'));
  });

  it.each<[string, () => Promise<Client>]>([
    ['a wrong secret', () => Promise.resolve(token(ADMIN.key, 'B'.repeat(64)))],
    ['an unknown key', () => Promise.resolve(token('k'.repeat(32), ADMIN.secret))],
    [
      'the key of a disabled agent',
      async () => {
        const { agent, key, secret } = await api.withKey(await api.agent({ role: 'Admin' }));
        await api.admin.put(`/agents/${agent.id}`, { ...agent, enabled: false });
        return token(key, secret);
      },
    ],
    [
      'the key of a deleted agent',
      async () => {
        const { agent, key, secret } = await api.withKey(await api.agent({ role: 'Admin' }));
        await api.admin.delete(`/agents/${agent.id}`);
        return token(key, secret);
      },
    ],
    [
      'a revoked key',
      async () => {
        const { agent, key, secret } = await api.withKey(await api.agent({ role: 'Admin' }));
        await api.admin.delete(`/agents/${agent.id}/api-key`);
        return token(key, secret);
      },
    ],
    [
      'a key whose time is over',
      async () => {
        const made = await keyOfAnAdmin({ expires_at: '2099-12-31T00:00:00Z' });
        await api.rows("UPDATE api_keys SET expires_at = now() - interval '1 second' WHERE id = $1", [made.id]);
        return token(made.api_key ?? '', made.api_secret ?? '');
      },
    ],
    [
      'a key that is for elsewhere',
      async () => {
        const made = await keyOfAnAdmin({ allowed_ips: ['192.0.2.0/24'] });
        return token(made.api_key ?? '', made.api_secret ?? '');
      },
    ],
    [
      'the secret before a rotation whose overlap is over',
      async () => {
        const made = await keyOfAnAdmin({});
        await api.admin.post(`/agents/${made.agentId}/api-keys/${made.id}/rotate`, { overlap_seconds: 0 });
        return token(made.api_key ?? '', made.api_secret ?? '');
      },
    ],
    ['a session that there is not', () => Promise.resolve(root({ Cookie: `rollcall_session=${'s'.repeat(43)}` }))],
  ])('is closed to %s', async (_what, clientWith) => {
    const client = await clientWith();
    const before = await api.stored();
    expect(await statuses(guarded(), client)).toEqual(all(guarded(), '401 UnauthorizedException'));
    expect(await api.stored()).toEqual(before);
  });

  it('is closed to callers who hold every permission but the one that it takes', async () => {
    const { permissions: every } = (await api.admin.get('/agents/me')).one('AgentDto');
    for (const missing of permissions()) {
      const { key, secret } = await api.agentWith(...every.filter((permission) => permission !== missing));
      const before = await api.stored();
      const expected = guarded().map((route) => [
        route.title,
        need(route) === missing ? '403 PermissionException' : 'let in',
      ]);
      expect(await statuses(guarded(), token(key, secret))).toEqual(Object.fromEntries(expected));
      expect(await api.stored()).toEqual(before);
    }
  });

  it('is closed to keys whose scopes lack the one permission that it takes, whatever their agent holds', async () => {
    const { permissions: every } = (await api.admin.get('/agents/me')).one('AgentDto');
    for (const missing of permissions()) {
      const { api_key: key, api_secret: secret } = await keyOfAnAdmin({
        scopes: every.filter((permission) => permission !== missing),
      });
      const expected = guarded().map((route) => [
        route.title,
        need(route) === missing ? '403 PermissionException' : 'let in',
      ]);
      expect(await statuses(guarded(), token(key ?? '', secret ?? ''))).toEqual(Object.fromEntries(expected));
    }
  });

  it('is open to callers who hold the one permission that it takes and no other', async () => {
    for (const held of permissions()) {
      const { key, secret } = await api.agentWith(held);
      const expected = guarded().map((route) => [
        route.title,
        [held, 'any-agent'].includes(need(route) ?? '') ? 'let in' : '403 PermissionException',
      ]);
      expect(await statuses(guarded(), token(key, secret))).toEqual(Object.fromEntries(expected));
    }
  });
});
