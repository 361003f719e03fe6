import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PERMISSIONS, type Permission } from '@rollcall/auth';
import fc from 'fast-check';

import type { Client } from '../testing/client.js';
import { type Route, routesOf } from '../testing/routes.js';
import { TestApi } from '../testing/test-api.js';

/** What lets somebody hand something out, so that most callers should have some of it. */
const HANDING_OUT: readonly Permission[] = ['users:manage', 'roles:manage', 'teams:manage', 'billing:manage'];

const CALLERS = 3;

/** One call: numbers choose among what there is at its time. */
interface Call {
  readonly caller: number;
  readonly route: number;
  readonly ids: readonly number[];
  readonly body: Readonly<Record<string, unknown>>;
}

/** Few, so that it happens that the caller has them all. */
const somePermissions = fc.subarray([...PERMISSIONS], { maxLength: 3 });

/** The callers' own; all of them together lack at least one, so that the System agent is out of their reach. */
const callersPermissions = fc.subarray(PERMISSIONS.filter((permission) => permission !== 'scim:manage'));

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

const calls = fc.array(
  fc.record({
    caller: fc.nat(CALLERS - 1),
    route: fc.nat(),
    ids: fc.array(fc.nat(), { minLength: 2, maxLength: 2 }),
    body: bodies,
  }),
  { minLength: 10, maxLength: 30 },
);

describe('no calls of those who lack a permission', () => {
  let api: TestApi;
  let routes: Route[];
  /** The routes by which something was changed. */
  const changes = new Set<string>();

  beforeAll(async () => {
    api = await TestApi.start();
    routes = routesOf(api.app).filter(({ access }) => access !== 'public');
  });

  afterAll(async () => {
    await api.close();
  });

  /** Who holds which of these permissions, which roles grant it, and every way in to an agent that does. */
  const holdings = async (permissions: readonly Permission[]) => {
    const held = await api.rows(
      `SELECT a.id, p.permission FROM agents a JOIN agent_roles ar ON ar.agent_id = a.id JOIN roles r ON r.id = ar.role_id
       CROSS JOIN LATERAL unnest(CASE WHEN r.built_in = 'admin' THEN $2::text[] ELSE r.permissions END) AS p(permission)
       WHERE p.permission = ANY ($1::text[])`,
      [permissions, [...PERMISSIONS]],
    );
    const granting = await api.rows(
      `SELECT r.id, p.permission FROM roles r CROSS JOIN LATERAL unnest(r.permissions) AS p(permission)
       WHERE p.permission = ANY ($1::text[])`,
      [permissions],
    );
    const ids = [...new Set(held.map(({ id }) => id))];
    const waysIn = await api.rows(
      `SELECT a.id, a.email, a.password_hash, a.enabled,
         (SELECT count(*)::int FROM api_keys k WHERE k.agent_id = a.id AND (k.scopes IS NULL OR k.scopes && $2::text[])) AS keys,
         (SELECT string_agg(encode(secret_hash, 'hex'), ',' ORDER BY k.id) FROM api_keys k WHERE k.agent_id = a.id) AS secrets
       FROM agents a WHERE a.id = ANY ($1::bigint[]) ORDER BY a.id`,
      [ids, permissions],
    );
    const plain = (rows: readonly Record<string, unknown>[]) => rows.map((row) => JSON.stringify(row));
    return {
      held: plain(held),
      granting: plain(granting),
      waysIn: new Map(waysIn.map((row) => [String(row.id), row])),
    };
  };

  const pick = <T>(all: readonly T[], choice: number): T | undefined => all[choice % all.length];

  const send = async (client: Client, { route: choice, ids, body }: Call) => {
    const route = pick(routes, choice);
    if (!route) throw new Error('There are no routes');
    const roles = await api.rows('SELECT id, uuid, name FROM roles ORDER BY id');
    const targets = await api.rows(
      `SELECT a.id::int, a.uuid, (SELECT k.id::int FROM api_keys k WHERE k.agent_id = a.id ORDER BY k.id LIMIT 1) AS key_id
       FROM agents a WHERE deleted_at IS NULL ORDER BY a.id`,
    );
    const [first = 0, second = 0] = ids;
    const target = pick(targets, first) ?? {};
    const path = route.path
      .replace('/api/v1', '')
      .replace('{key_id}', typeof target.key_id === 'number' ? String(target.key_id) : '1')
      .replace('{user_id}', String(target.uuid))
      .replace('{id}', String(route.path.includes('/roles/') ? pick(roles, second)?.id : target.id))
      .replaceAll(/\{\w+\}/g, '1');
    const named = (value: unknown, field: 'name' | 'uuid') => pick(roles, Number(value))?.[field];
    const json = {
      ...body,
      ...('role' in body ? { role: named(body.role, 'name') } : {}),
      ...('role_id' in body ? { role_id: named(body.role_id, 'uuid') } : {}),
      ...(Array.isArray(body.roles) ? { roles: body.roles.map((role) => named(role, 'name')) } : { roles: ['Agent'] }),
    };
    const { status } = await client.send(
      route.method,
      path,
      route.method === 'GET' || route.method === 'DELETE' ? {} : { json },
    );
    if (route.method !== 'GET' && status < 300) changes.add(route.title);
  };

  it('ever end with somebody holding it who did not before, or with a new way to become somebody who does', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.subarray([...HANDING_OUT], { minLength: 1 }),
        callersPermissions,
        calls,
        async (handing, others, made) => {
          const allowed = [...new Set([...handing, ...others])];
          const forbidden = PERMISSIONS.filter((permission) => !allowed.includes(permission));
          const callers: Client[] = [];
          for (let caller = 0; caller < CALLERS; caller++)
            callers.push(
              (await api.agentWith(...allowed.filter((_, index) => caller === 0 || index % CALLERS !== caller))).client,
            );
          await api.agentWith(...PERMISSIONS);
          const before = await holdings(forbidden);
          for (const call of made) await send(pick(callers, call.caller) ?? api.anonymous, call);
          const after = await holdings(forbidden);
          expect(after.held.filter((holding) => !before.held.includes(holding))).toEqual([]);
          expect(after.granting.filter((grant) => !before.granting.includes(grant))).toEqual([]);
          for (const [id, now] of after.waysIn) {
            const then = before.waysIn.get(id);
            expect(now).toMatchObject({ email: then?.email, password_hash: then?.password_hash });
            expect(Number(now.keys)).toBeLessThanOrEqual(Number(then?.keys));
            expect(now.enabled === true && then?.enabled === false).toBe(false);
          }
        },
      ),
      { numRuns: 12 },
    );
    // Most of the calls are refused; if all were, nothing would have been shown.
    expect(changes.size).toBeGreaterThan(5);
  }, 120_000);
});
