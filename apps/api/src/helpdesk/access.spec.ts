import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PERMISSIONS } from '@rollcall/auth';

import type { Models } from '../testing/description.js';
import { EXPECTED_ROUTES } from '../testing/expected-routes.js';
import { type Route, routesOf } from '../http/routing/routes.js';
import { basic, type TestAgent, TestApi } from '../testing/test-api.js';

/** An id that nobody has, so that a request that is let in changes nothing. */
const NOBODY = '9007199254740991';

const PASSWORD = 'Correct-Horse-7';

const AT_ONCE = 10;

/** The headers and the query that credentials are shown by. */
interface Shown {
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: string;
}

/** What one agent has to be let in with. */
interface Holder {
  readonly agent: Models['AgentDto'];
  readonly pair: Models['IssuedApiKeyDto'];
  readonly bearer: Models['IssuedApiKeyDto'];
  readonly session: { readonly secret: string; readonly csrf: string };
}

type Forms = Readonly<Record<string, (holder: Holder) => Shown>>;

/** Every way to show a key that is a pair. */
const PAIRS: Forms = {
  Basic: ({ pair }) => ({ headers: { Authorization: basic(String(pair.api_key), String(pair.api_secret)) } }),
  token: ({ pair }) => ({ headers: { Authorization: `token ${String(pair.api_key)}:${String(pair.api_secret)}` } }),
};

/** Every way to show a key. */
const KEYS: Forms = {
  ...PAIRS,
  Bearer: ({ bearer }) => ({ headers: { Authorization: `Bearer ${String(bearer.token)}` } }),
  'X-API-Key': ({ bearer }) => ({ headers: { 'X-API-Key': String(bearer.token) } }),
  api_key: ({ bearer }) => ({ query: `?api_key=${String(bearer.token)}` }),
};

const sessionOf = ({ session }: Holder): Shown => ({
  headers: { Cookie: `rollcall_session=${session.secret}`, 'X-CSRFTOKEN': session.csrf },
});

/** Every way to show who one is. The session comes first, since a key can end it. */
const FORMS: Forms = {
  session: sessionOf,
  ...KEYS,
};

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
  const isPublic = (route: Route) => need(route) === 'public';
  const guarded = () => routes.filter((route) => !isPublic(route));
  const permissions = () => [
    ...new Set(routes.flatMap(({ access }) => (typeof access === 'object' ? access.permission : []))),
  ];

  /** What each of these routes answers to whoever shows this; a wrong envelope throws. */
  async function answers(asked: readonly Route[], { headers = {}, query = '' }: Shown): Promise<object> {
    const client = api.root.with(headers);
    const answerOf = async ({ title, method, path }: Route) => {
      const json = method === 'GET' || method === 'DELETE' ? undefined : {};
      const answer = await client.send(method, path.replaceAll(/\{\w+\}/g, NOBODY) + query, { json });
      const { status } = answer;
      return [title, status === 401 || status === 403 ? `${status} ${answer.error.error_type}` : status] as const;
    };
    // As many at once as there are connections to the database: on a busy machine others would wait for one in vain.
    const found: (readonly [string, string | number])[] = [];
    for (let at = 0; at < asked.length; at += AT_ONCE)
      found.push(...(await Promise.all(asked.slice(at, at + AT_ONCE).map(answerOf))));
    return Object.fromEntries(found);
  }

  /** What these routes answer to those whom they let in, or the refusal to the others. */
  const expected = (asked: readonly Route[], letsIn: (route: Route) => boolean, refusal: string): object =>
    Object.fromEntries(
      asked.map((route) => [route.title, letsIn(route) ? EXPECTED_ROUTES[route.title]?.[1] : refusal]),
    );
  const UNAUTHENTICATED = '401 UnauthorizedException';
  const FORBIDDEN = '403 PermissionException';

  /** An agent with this role that has keys with these scopes, and a session. */
  const holderOf = async (role: string, scopes: readonly string[] | null = null): Promise<Holder> => {
    const agent = await api.agent({ role });
    await api.admin.put(`/agents/${agent.id}`, { ...agent, new_password: PASSWORD });
    const key = async (kind: string) =>
      (await api.admin.post(`/agents/${agent.id}/api-keys`, { name: kind, kind, scopes })).one('IssuedApiKeyDto');
    const session = await api.login(String(agent.email), PASSWORD);
    return { agent, pair: await key('pair'), bearer: await key('bearer'), session };
  };
  const tokenOf = ({ key, secret }: TestAgent): Shown => ({ headers: { Authorization: `token ${key}:${secret}` } });

  it('is stated by every route', () => {
    expect(routes.filter(({ access }) => access === undefined)).toEqual([]);
  });

  it('is what the contract says', () => {
    const contract = Object.entries(EXPECTED_ROUTES).map(([title, [needed]]) => [title, needed]);
    expect(Object.fromEntries(routes.map((route) => [route.title, need(route)]))).toEqual(Object.fromEntries(contract));
  });

  it('is closed to callers without credentials, but where it is public', async () => {
    expect(await answers(routes, {})).toEqual(expected(routes, isPublic, UNAUTHENTICATED));
  });

  it.each(Object.entries(FORMS))('is open by %s to those who hold what it takes', async (_form, show) => {
    const shown = show(await holderOf('Admin'));
    expect(await answers(guarded(), shown)).toEqual(expected(guarded(), () => true, ''));
  });

  it.each<[string, Forms, (holder: Holder) => Promise<Holder>]>([
    [
      'wrong secrets',
      FORMS,
      ({ agent, pair, bearer, session }) =>
        Promise.resolve({
          agent,
          pair: { ...pair, api_secret: 'B'.repeat(64) },
          bearer: { ...bearer, token: `in-${'B'.repeat(43)}` },
          session: { ...session, secret: 's'.repeat(43) },
        }),
    ],
    [
      'a key that there is not',
      PAIRS,
      (holder) => Promise.resolve({ ...holder, pair: { ...holder.pair, api_key: 'k'.repeat(32) } }),
    ],
    [
      'keys and sessions whose time is over',
      FORMS,
      async (holder) => {
        const { id } = holder.agent;
        await api.rows("UPDATE api_keys SET expires_at = now() - interval '1 second' WHERE agent_id = $1", [id]);
        await api.rows("UPDATE sessions SET last_seen_at = now() - interval '12 hours' WHERE agent_id = $1", [id]);
        return holder;
      },
    ],
    [
      'keys that are for elsewhere',
      KEYS,
      async (holder) => {
        await api.rows("UPDATE api_keys SET allowed_ips = '{192.0.2.0/24}' WHERE agent_id = $1", [holder.agent.id]);
        return holder;
      },
    ],
    [
      'revoked keys and sessions that were ended',
      FORMS,
      async (holder) => {
        const { agent, pair, bearer, session } = holder;
        for (const { id } of [pair, bearer]) await api.admin.delete(`/agents/${agent.id}/api-keys/${id}`);
        await api.root.with({ Cookie: `rollcall_session=${session.secret}` }).get('/logout');
        return holder;
      },
    ],
    [
      'what opened keys before a rotation without an overlap',
      KEYS,
      async (holder) => {
        const { agent, pair, bearer } = holder;
        for (const { id } of [pair, bearer])
          await api.admin.post(`/agents/${agent.id}/api-keys/${id}/rotate`, { overlap_seconds: 0 });
        return holder;
      },
    ],
    [
      'a disabled agent',
      FORMS,
      async (holder) => {
        await api.admin.put(`/agents/${holder.agent.id}`, { ...holder.agent, enabled: false });
        return holder;
      },
    ],
    [
      'a deleted agent',
      FORMS,
      async (holder) => {
        await api.admin.delete(`/agents/${holder.agent.id}`);
        return holder;
      },
    ],
  ])('is closed to %s, but where it is public', async (_what, forms, spoil) => {
    const spoilt = await spoil(await holderOf('Admin'));
    const before = await api.stored();
    for (const show of Object.values(forms))
      expect(await answers(routes, show(spoilt))).toEqual(expected(routes, isPublic, UNAUTHENTICATED));
    expect(await api.stored()).toEqual(before);
  });

  it('is closed to changes by a session without the token that only its pages can read', async () => {
    const { session } = await holderOf('Admin');
    // The contract has two that change things by GET.
    const asked = guarded().filter(({ method, path }) => method !== 'GET' || path.includes('/subaccount/'));
    const shown = { headers: { Cookie: `rollcall_session=${session.secret}` } };
    expect(await answers(asked, shown)).toEqual(expected(asked, () => false, FORBIDDEN));
  });

  it('is closed to sessions that a role holds back, but where a second factor is shown or enrolled', async () => {
    const holder = await holderOf((await api.role(...PERMISSIONS)).name);
    await api.rows(
      'UPDATE roles SET factor_needed_from = now() WHERE id IN (SELECT role_id FROM agent_roles WHERE agent_id = $1)',
      [holder.agent.id],
    );
    const isOpen = ({ path, title }: Route) =>
      path.startsWith('/api/v1/agents/me/second-factors') ||
      ['GET /api/v1/agents/me', 'POST /api/v1/agents/me/recovery-codes', 'POST /api/v1/auth/step-up'].includes(title);
    const closed = guarded().filter((route) => !isOpen(route));
    const shown = sessionOf(holder);
    const before = await api.stored();
    const refused = Object.values(await answers(closed, shown)).map((answer) => String(answer).slice(0, 3));
    expect(new Set(refused)).toEqual(new Set(['403']));
    expect(await api.stored()).toEqual(before);
    const open = guarded().filter(isOpen);
    expect(open).toHaveLength(8);
    expect(await answers(open, shown)).toEqual(expected(open, () => true, ''));
  });

  it('is closed to callers who hold every permission but the one that it takes', async () => {
    for (const missing of permissions()) {
      const others = PERMISSIONS.filter((permission) => permission !== missing);
      const holder = await holderOf((await api.role(...others)).name);
      const before = await api.stored();
      const closed = guarded().filter((route) => need(route) === missing);
      for (const show of Object.values(FORMS))
        expect(await answers(closed, show(holder))).toEqual(expected(closed, () => false, FORBIDDEN));
      expect(await api.stored()).toEqual(before);
    }
  });

  it('is closed to keys whose scopes lack the one permission that it takes, whatever their agent holds', async () => {
    for (const missing of permissions()) {
      const holder = await holderOf(
        'Admin',
        PERMISSIONS.filter((permission) => permission !== missing),
      );
      const closed = guarded().filter((route) => need(route) === missing);
      for (const show of Object.values(KEYS))
        expect(await answers(closed, show(holder))).toEqual(expected(closed, () => false, FORBIDDEN));
    }
  });

  it('is open to callers who hold the one permission that it takes and no other', async () => {
    for (const held of permissions()) {
      const letsIn = (route: Route) => [held, 'any-agent'].includes(need(route) ?? '');
      const shown = tokenOf(await api.agentWith(held));
      expect(await answers(guarded(), shown)).toEqual(expected(guarded(), letsIn, FORBIDDEN));
    }
  });
});
