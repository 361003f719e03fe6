import { PERMISSIONS, type Permission } from '@rollcall/auth';
import fc from 'fast-check';

import type { Answer, Client } from './client.js';
import { PLAN } from './plan.js';
import { type Route, routesOf } from './routes.js';
import type { TestAgent, TestApi } from './test-api.js';

const CALLERS = 3;

/** Agents who hold no more than `allowed`, each something else of it, and what they do one after the other. */
export interface Story {
  readonly allowed: readonly Permission[];
  readonly calls: readonly Call[];
}

/** One call: numbers choose among what there is at its time. */
interface Call {
  readonly caller: number;
  readonly route: number;
  readonly ids: readonly number[];
  readonly body: Readonly<Record<string, unknown>>;
}

/** A call that was made, and what its caller held when it began; null when it could not log in any more. */
export interface Made {
  readonly route: Route;
  readonly answer: Answer;
  readonly held: readonly Permission[] | null;
}

/** What lets somebody hand something out, so that most callers should have some of it. */
const HANDING_OUT: readonly Permission[] = ['users:manage', 'roles:manage', 'teams:manage', 'billing:manage'];

/** Few, so that it happens that the caller has them all. */
const somePermissions = fc.subarray([...PERMISSIONS], { maxLength: 3 });

/** A body that any of the routes may make something of. */
const bodies = fc.record(
  {
    first_name: fc.constant('Ada'),
    last_name: fc.constant('Lovelace'),
    name: fc.oneof(
      fc.constantFrom('default', 'Agent', 'Admin'),
      fc.nat().map((n) => `Name ${n}`),
    ),
    email: fc.nat().map((n) => `made${n}@example.com`),
    password: fc.constant('Correct-Horse-7'),
    new_password: fc.constant('Correct-Horse-7'),
    enabled: fc.boolean(),
    is_active: fc.boolean(),
    is_superuser: fc.boolean(),
    role: fc.nat(),
    role_id: fc.nat(),
    roles: fc.array(fc.nat(), { minLength: 1, maxLength: 2 }),
    permissions: somePermissions,
    scopes: fc.option(somePermissions),
    kind: fc.constantFrom('pair', 'bearer'),
    overlap_seconds: fc.constantFrom(0, 3600),
    status: fc.constantFrom('online', 'away'),
  },
  { requiredKeys: ['first_name', 'last_name', 'name', 'email', 'password', 'permissions'] },
);

/** The callers' permissions lack at least one, so that the System agent is out of their reach. */
export const stories: fc.Arbitrary<Story> = fc
  .record({
    handing: fc.subarray([...HANDING_OUT], { minLength: 1 }),
    others: fc.subarray(PERMISSIONS.filter((permission) => permission !== 'scim:manage')),
    calls: fc.array(
      fc.record({
        caller: fc.nat(CALLERS - 1),
        route: fc.nat(),
        ids: fc.array(fc.nat(), { minLength: 2, maxLength: 2 }),
        body: bodies,
      }),
      { minLength: 10, maxLength: 30 },
    ),
  })
  .map(({ handing, others, calls }) => ({ allowed: [...new Set([...handing, ...others])], calls }));

/** Makes the calls of stories, to every route that is not public. */
export class StoryTeller {
  private readonly routes: readonly Route[];

  constructor(private readonly api: TestApi) {
    this.routes = routesOf(api.app).filter(({ access }) => access !== 'public');
  }

  /** Makes the story's callers, without a call yet. */
  async callersOf({ allowed }: Story): Promise<TestAgent[]> {
    const callers: TestAgent[] = [];
    for (let caller = 0; caller < CALLERS; caller++)
      callers.push(
        await this.api.agentWith(...allowed.filter((_, index) => caller === 0 || index % CALLERS !== caller)),
      );
    return callers;
  }

  /** Calls that read whatever there is to read of the first two of everything. */
  reads(): Call[] {
    return this.routes.flatMap(({ method }, route) =>
      method === 'GET' ? [0, 1].map((id) => ({ caller: 0, route, ids: [id, id], body: {} })) : [],
    );
  }

  /** Makes one call after the other. */
  async *tell({ calls }: Story, callers: readonly TestAgent[]): AsyncGenerator<Made> {
    for (const call of calls) {
      const [caller, route] = [pick(callers, call.caller), pick(this.routes, call.route)];
      if (!caller || !route) throw new Error('There are no callers, or no routes');
      const held = await this.heldBy(caller.agent.id);
      yield { route, held, answer: await this.send(caller.client, route, call) };
    }
  }

  private async heldBy(id: number): Promise<Permission[] | null> {
    const [agent] = await this.api.rows('SELECT FROM agents WHERE id = $1 AND enabled AND deleted_at IS NULL', [id]);
    if (!agent) return null;
    const [row] = await this.api.rows(
      `SELECT coalesce(bool_or(r.built_in = 'admin'), false) AS admin, array_agg(p) AS permissions
       FROM agent_roles ar JOIN roles r ON r.id = ar.role_id LEFT JOIN unnest(r.permissions) p ON true
       WHERE ar.agent_id = $1`,
      [id],
    );
    const held = row?.admin === true ? PERMISSIONS : row?.permissions;
    return PERMISSIONS.filter((permission) => Array.isArray(held) && held.includes(permission));
  }

  private async send(client: Client, { method, path }: Route, { ids, body }: Call): Promise<Answer> {
    const { api } = this;
    const roles = await api.rows('SELECT id, uuid, name FROM roles ORDER BY id');
    const teams = await api.rows('SELECT id FROM teams ORDER BY id');
    const plans = await api.rows('SELECT id FROM billing_plans ORDER BY id');
    const [agency] = await api.rows('SELECT id FROM agencies');
    const agents = await api.rows(
      `SELECT a.id::int, a.uuid, (SELECT k.id::int FROM api_keys k WHERE k.agent_id = a.id ORDER BY k.id LIMIT 1) AS key,
         (SELECT s.id::int FROM sessions s WHERE s.agent_id = a.id LIMIT 1) AS session
       FROM agents a WHERE deleted_at IS NULL ORDER BY a.id`,
    );
    const [first = 0, second = 0] = ids;
    const agent = pick(agents, first);
    const plan = pick(plans, second);
    const id = path.includes('/roles/')
      ? pick(roles, second)?.id
      : path.includes('/teams/')
        ? pick(teams, second)?.id
        : path.includes('/sessions/')
          ? agent?.session
          : agent?.id;
    const filled = { id, key_id: agent?.key, user_id: agent?.uuid, agency_id: agency?.id, billing_plan_id: plan?.id };
    const url = Object.entries(filled).reduce(
      (url, [name, value]) => url.replace(`{${name}}`, text(value)),
      path.replace('/api/v1', ''),
    );
    const query = new URLSearchParams({
      page_size: '500',
      agency_id: text(agency?.id),
      subaccount_user_id: text(agent?.uuid),
      new_billing_plan_id: text(plan?.id),
      next_billing_cycle_in_months: '1',
    });
    const named = (value: unknown, field: 'name' | 'uuid') => pick(roles, Number(value))?.[field];
    const json = {
      ...PLAN,
      ...body,
      ...('role' in body ? { role: named(body.role, 'name') } : {}),
      ...('role_id' in body ? { role_id: named(body.role_id, 'uuid') } : {}),
      ...(Array.isArray(body.roles) ? { roles: body.roles.map((role) => named(role, 'name')) } : { roles: ['Agent'] }),
    };
    return client.send(method, `${url}?${query.toString()}`, method === 'GET' || method === 'DELETE' ? {} : { json });
  }
}

/** An id as it stands in a URL; 1 where there is none. */
function text(id: unknown): string {
  return typeof id === 'string' || typeof id === 'number' ? String(id) : '1';
}

function pick<T>(all: readonly T[], choice: number): T | undefined {
  return all[choice % all.length];
}
