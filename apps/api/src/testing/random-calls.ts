import { PERMISSIONS, type Permission } from '@rollcall/auth';
import fc from 'fast-check';

import type { Description } from './description.js';
import type { Route } from '../http/routing/routes.js';

export const PASSWORD = 'Correct-Horse-7';

/** Calls that are made one after the other. The callers begin with no other permissions than `allowed`. */
export interface Story {
  readonly allowed: readonly Permission[];
  readonly calls: readonly Call[];
}

/** One call. Its numbers choose among the callers, agents and so on that exist when it is made. */
export interface Call {
  readonly caller: number;
  /** The title of the route. */
  readonly route: string;
  readonly agent: number;
  /** The number of one of the agent's keys or sessions, or of a team, role or plan. */
  readonly other: number;
  /** The fields of the body in which the request differs from a valid one. */
  readonly changes: Readonly<Record<string, unknown>>;
}

/** How often each method is called: most often those that can grant something. */
const WEIGHTS: Readonly<Record<string, number>> = { GET: 1, DELETE: 1, POST: 4, PUT: 8 };

/** The permissions by which an agent can grant something. Most callers hold some of them. */
const GRANTING: readonly Permission[] = ['users:manage', 'roles:manage', 'teams:manage', 'billing:manage'];

/** One to three permissions, so that the caller often holds all of them. */
const somePermissions = fc.uniqueArray(fc.oneof(fc.constantFrom(...GRANTING), fc.constantFrom(...PERMISSIONS)), {
  minLength: 1,
  maxLength: 3,
});

/** The values that a field may be changed to. Numbers choose a role or a team. */
const FIELDS: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  name: fc.constant('default'),
  email: fc.nat(2).map((n) => `mine${n}@example.com`),
  new_password: fc.constant(PASSWORD),
  enabled: fc.constant(false),
  is_active: fc.constant(false),
  is_superuser: fc.constantFrom(true, false),
  is_paying: fc.boolean(),
  role: fc.nat(7),
  role_id: fc.nat(7),
  roles: fc.array(fc.nat(7), { minLength: 1, maxLength: 2 }),
  teams: fc.array(fc.nat(3), { maxLength: 2 }),
  send_welcome_email: fc.boolean(),
  permissions: somePermissions,
  scopes: fc.option(somePermissions),
  kind: fc.constantFrom('pair', 'bearer'),
  expires_at: fc.constant('2099-12-31T00:00:00Z'),
  allowed_ips: fc.constantFrom(['127.0.0.0/8'], ['192.0.2.0/24']),
  overlap_seconds: fc.constantFrom(0, 3600),
};

/** Stories of calls to these routes. The callers lack at least one permission, so they cannot change the System agent. */
export function storiesOf(routes: readonly Route[], description: Description): fc.Arbitrary<Story> {
  const call = fc.oneof(
    ...routes.map((route) => ({
      weight: WEIGHTS[route.method] ?? 1,
      arbitrary: fc.record({
        caller: fc.nat(7),
        route: fc.constant(route.title),
        agent: fc.nat(8),
        other: fc.nat(4),
        changes: changesOf(description.fieldsOf(route)),
      }),
    })),
  );
  return fc
    .record({
      granting: fc.subarray([...GRANTING], { minLength: 2 }),
      others: fc.subarray(PERMISSIONS.filter((permission) => permission !== 'scim:manage')),
      calls: fc.array(call, { maxLength: 50, size: 'max' }),
    })
    .map(({ granting, others, calls }) => ({ allowed: [...new Set([...granting, ...others])], calls }));
}

/** Up to two of these fields with their new values. */
function changesOf(fields: readonly string[]): fc.Arbitrary<Record<string, unknown>> {
  const changes = fields.flatMap((field) => {
    const value = FIELDS[field];
    return value ? [fc.tuple(fc.constant(field), value)] : [];
  });
  if (changes.length === 0) return fc.constant({});
  return fc.array(fc.oneof(...changes), { maxLength: 2 }).map((chosen) => Object.fromEntries(chosen));
}
