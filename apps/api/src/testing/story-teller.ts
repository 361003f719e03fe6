import { PERMISSIONS, type Permission } from '@rollcall/auth';
import type fc from 'fast-check';

import type { Answer, Client, Extras } from './client.js';
import { isRecord, type Models } from './description.js';
import { type Call, PASSWORD, type Story, storiesOf } from './random-calls.js';
import { randomRequest } from './random-request.js';
import { type Route, routesOf } from '../http/routing/routes.js';
import type { TestApi } from './test-api.js';

/** The prefix of all routes that take credentials. */
const API = '/api/v1';

/** A client that makes calls, and the secret of its key or session. */
export interface Caller {
  readonly client: Client;
  readonly secret: string;
}

/** A call that was made, and the permissions of its caller just before; null when the credentials were no longer valid. */
export interface Made {
  readonly route: Route;
  readonly answer: Answer;
  readonly held: readonly Permission[] | null;
}

/** The callers of every story, and their roles: each caller has one of them. */
interface Cast {
  readonly callers: readonly Caller[];
  readonly roles: readonly Models['RoleDto'][];
  /** Holds every permission. */
  readonly boss: Models['AgentDto'];
}

/**
 * Makes the calls of stories, which may be to any route. Each story begins with the same rows and ids (those that were there
 * when the teller was made), so a story has the same result each time.
 */
export class StoryTeller {
  readonly stories: fc.Arbitrary<Story>;

  private constructor(
    private readonly api: TestApi,
    private readonly routes: readonly Route[],
    private readonly cast: Cast,
    private readonly startOver: () => Promise<void>,
  ) {
    this.stories = storiesOf(routes, api.description);
  }

  static async begin(api: TestApi): Promise<StoryTeller> {
    const roles = [await api.role(), await api.role()];
    const withKey = await api.withKey(await api.agent({ role: roles[0]?.name }));
    await api.agentWithPassword(PASSWORD, { role: roles[1]?.name, email: 'caller@example.com' });
    const callers = [withKey, await api.login('caller@example.com', PASSWORD)];
    const boss = await api.withKey(await api.agent({ role: 'Admin' }));
    const everything = await api.role(...PERMISSIONS);
    await api.withKey(await api.agent({ role: everything.name, enabled: false }));
    await api.admin.post('/service-accounts', { first_name: 'Cron', role: everything.name, enabled: false });
    await api.admin.post(`/agents/${boss.agent.id}/api-keys`, {
      name: 'part',
      scopes: ['users:manage', 'scim:manage'],
    });
    return new StoryTeller(api, routesOf(api.app), { callers, roles, boss: boss.agent }, await api.keep());
  }

  /**
   * Begins a story and returns its callers. The first holds all allowed permissions, the second some of them. The third uses a
   * key of an agent that holds every permission; the key's scopes are the allowed permissions.
   */
  async callersOf({ allowed }: Story): Promise<Caller[]> {
    const { callers, roles, boss } = this.cast;
    await this.startOver();
    for (const [index, { id, name }] of roles.entries()) {
      const permissions = allowed.filter((_, at) => index === 0 || at % 3 !== 2);
      await this.api.admin.put(`/roles/${id}`, { name, permissions });
    }
    const key = await this.api.admin.post(`/agents/${boss.id}/api-keys`, { name: 'scoped', scopes: allowed });
    return [...callers, ...this.keysIn(key)];
  }

  /** Calls by which the first caller reads everything that can be read of the first two agents, teams, roles and so on. */
  reads(): Call[] {
    return this.routes.flatMap(({ method, title: route }) =>
      method === 'GET' ? [0, 1].map((id) => ({ caller: 0, route, agent: id, other: id, changes: {} })) : [],
    );
  }

  /** Makes one call after the other. Each key that a call returns, and each password that it sets, adds a caller. */
  async *tell(calls: readonly Call[], callers: readonly Caller[]): AsyncGenerator<Made> {
    const all = [...callers];
    for (const [index, call] of calls.entries()) {
      const caller = all[call.caller % all.length];
      const route = this.routes.find(({ title }) => title === call.route);
      if (!caller || !route) throw new Error('There are no callers, or there is no such route');
      const held = await this.heldWith(caller.secret);
      const { url, json } = await randomRequest(this.api, route, call, index);
      const extras: Extras = route.method === 'GET' || route.method === 'DELETE' ? {} : { json };
      const answer = url.startsWith(API)
        ? await caller.client.send(route.method, url.slice(API.length), extras)
        : await this.api.root.send(route.method, url, extras);
      yield { route, held, answer };
      if (answer.status < 300) all.push(...this.keysIn(answer), ...(await this.sessionsAfter(route, call, answer)));
    }
  }

  /** A caller for each key whose secret is in the answer. */
  private keysIn({ body }: Answer): Caller[] {
    const { api_key, api_secret, token }: Record<string, unknown> =
      isRecord(body) && isRecord(body.data) ? body.data : {};
    if (typeof token === 'string')
      return [{ client: this.api.anonymous.with({ Authorization: `Bearer ${token}` }), secret: token }];
    if (typeof api_key !== 'string' || typeof api_secret !== 'string') return [];
    return [{ client: this.api.as(api_key, api_secret), secret: api_secret }];
  }

  /** A caller with a new session of the agent whose password the call has set; none if it has set no password. */
  private async sessionsAfter(route: Route, { changes }: Call, { body }: Answer): Promise<Caller[]> {
    const setsPassword = 'new_password' in changes || route.path.endsWith('/create_live_agent');
    if (!setsPassword || !isRecord(body) || !isRecord(body.data)) return [];
    const { email, enabled, is_active } = body.data;
    return typeof email === 'string' && (enabled ?? is_active) === true ? [await this.api.login(email, PASSWORD)] : [];
  }

  /** The permissions of the key or session with this secret now; null when it is invalid or may not be used from this address. */
  private async heldWith(secret: string): Promise<Permission[] | null> {
    const [found] = await this.api.rows(
      `WITH shown AS (
         SELECT agent_id, scopes FROM api_keys
         WHERE sha256($1::bytea) IN (secret_hash, CASE WHEN previous_until > now() THEN previous_secret_hash END)
           AND (allowed_ips IS NULL OR '127.0.0.0/8' = ANY (allowed_ips))
         UNION ALL SELECT agent_id, NULL FROM sessions WHERE token_hash = sha256($1::bytea))
       SELECT coalesce(bool_or(r.built_in = 'admin'), false) AS admin, array_agg(p) AS listed, shown.scopes
       FROM shown JOIN agents a ON a.id = shown.agent_id AND a.enabled AND a.deleted_at IS NULL
       LEFT JOIN agent_roles ar ON ar.agent_id = a.id LEFT JOIN roles r ON r.id = ar.role_id
       LEFT JOIN unnest(r.permissions) p ON true GROUP BY a.id, shown.scopes`,
      [secret],
    );
    if (!found) return null;
    const { admin, listed, scopes } = found;
    const has = (list: unknown, permission: Permission) => Array.isArray(list) && list.includes(permission);
    return PERMISSIONS.filter(
      (permission) => (admin === true || has(listed, permission)) && (scopes === null || has(scopes, permission)),
    );
  }
}
