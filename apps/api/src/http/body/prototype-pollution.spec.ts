import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { STRIPE_SETTINGS } from '../../testing/stripe-event.js';
import { type TestAgent, TestApi } from '../../testing/test-api.js';

/** What somebody would like to find in every object. */
const BOOTY: Readonly<Record<string, unknown>> = {
  permissions: ['users:manage', 'roles:manage', 'billing:manage'],
  roles: ['Admin'],
  role: 'Admin',
  is_superuser: true,
  isSystem: true,
  is_system: true,
  enabled: true,
  polluted: true,
};

const WAYS = [['__proto__'], ['constructor', 'prototype'], ['constructor', '__proto__'], ['prototype']] as const;

/** As text, since an object of JavaScript cannot have such names for long. */
const booty = fc
  .tuple(fc.subarray(Object.keys(BOOTY), { minLength: 1 }), fc.constantFrom(...WAYS))
  .map(([names, way]) =>
    way.reduceRight(
      (inner, name) => `{"${name}":${inner}}`,
      `{${names.map((name) => `"${name}":${JSON.stringify(BOOTY[name])}`).join()}}`,
    ),
  );

/** The same below names and lists of any depth that can be sent. */
const buried = fc
  .tuple(booty, fc.array(fc.constantFrom('a', 'teams', 'roles', 'attributes', '0', '[]'), { maxLength: 60 }))
  .map(([text, names]) => names.reduce((inner, name) => (name === '[]' ? `[${inner}]` : `{"${name}":${inner}}`), text));

/** The routes that take a body, and a field of each to bury it in. */
const ROUTES = [
  ['POST', '/agents', 'custom_attributes'],
  ['POST', '/agents', 'teams'],
  ['PUT', '/agents/{id}', 'roles'],
  ['PUT', '/agents/me/availability', 'status'],
  ['POST', '/agents/set-password', 'token'],
  ['POST', '/teams', 'name'],
  ['POST', '/roles', 'permissions'],
  ['PUT', '/roles/1', 'permissions'],
  ['POST', '/user/create_live_agent', 'attributes'],
  ['PUT', '/user/{uuid}', 'attributes'],
  ['POST', '/user/{uuid}/credits/use', 'key'],
  ['POST', '/agency/webhook/stripe/{uuid}', 'data'],
] as const;

const QUERIES = ['/agents', '/agents/compact', '/teams', '/roles', '/user/get_agent_list', '/user', '/agency'] as const;

describe('a request that reaches for the prototype of all objects', () => {
  let api: TestApi;
  let clerk: TestAgent;
  /** Of an agent whom the clerk may change, in the words of either window. */
  let id: number;
  let uuid: string;
  const prototypes = [Object.prototype, Array.prototype, Function.prototype, String.prototype];
  const namesBefore = prototypes.map((prototype) => Reflect.ownKeys(prototype));

  beforeAll(async () => {
    api = await TestApi.start({ settings: STRIPE_SETTINGS });
    const { name } = await api.role('users:manage');
    clerk = await api.withKey(await api.agent({ roles: [name, 'Agent'] }));
    const target = await api.withKey(await api.agent());
    id = target.agent.id;
    uuid = (await target.client.get('/user')).one('UserDto').id;
  });

  afterAll(async () => {
    await api.close();
  });

  /** Who there is and what each may do, the oldest first. */
  const held = () =>
    api.rows(
      `SELECT a.id::int, a.enabled, a.is_system, array_agg(r.name ORDER BY r.name) AS roles
       FROM agents a LEFT JOIN agent_roles ON agent_id = a.id LEFT JOIN roles r ON r.id = role_id
       WHERE a.deleted_at IS NULL GROUP BY a.id ORDER BY a.id`,
    );
  const roles = () => api.rows('SELECT id::int, name, permissions FROM roles ORDER BY id');

  async function expectNothingGranted(work: () => Promise<unknown>): Promise<void> {
    const [holders, before] = [await held(), await roles()];
    await work();
    expect(prototypes.map((prototype) => Reflect.ownKeys(prototype))).toEqual(namesBefore);
    for (const name of Object.keys(BOOTY)) expect(Reflect.get({}, name)).toBeUndefined();
    const after = await held();
    expect(after.slice(0, holders.length)).toEqual(holders);
    // Who was made meanwhile has the role that was asked for in the open.
    for (const made of after.slice(holders.length)) expect(made).toMatchObject({ is_system: false, roles: ['Agent'] });
    expect(await roles()).toEqual(before);
    const me = (await clerk.client.get('/agents/me')).one('AgentDto');
    expect(me.permissions).toEqual(clerk.agent.permissions);
  }

  it('gets nothing by its body, wherever in it that stands', async () => {
    const seen = new Set<number>();
    const send = async (method: string, path: string, raw: string) => {
      const answer = await clerk.client.send(method, path.replace('{uuid}', uuid).replace('{id}', String(id)), {
        raw,
        headers: { 'Content-Type': 'application/json' },
      });
      expect(answer.status).toBeLessThan(500);
      seen.add(answer.status);
    };
    await expectNothingGranted(async () => {
      await fc.assert(
        fc.asyncProperty(booty, buried, async (above, below) => {
          for (const [method, path, field] of ROUTES) {
            const names = { last_name: 'Lovelace', password: 'Correct-Horse-7', name: api.unique('Name ') };
            const valid = JSON.stringify({ ...api.newAgent(), ...names }).slice(1, -1);
            // Beside the fields of a valid request, and in the place of one.
            await send(method, path, `{${above.slice(1, -1)},${valid}}`);
            await send(method, path, `{${valid},"${field}":${below}}`);
            await send(method, path, `{${valid},"${field}":[${below}],${above.slice(1, -1)}}`);
          }
        }),
        { numRuns: 10, examples: [['{"__proto__":{"role":"Admin"}}', '{"constructor":{"prototype":{"a":1}}}']] },
      );
    });
    expect([...seen]).toEqual(expect.arrayContaining([200, 201, 400, 422]));
  });

  it('gets nothing by its query, in any way of writing it', async () => {
    const way = fc.constantFrom(...WAYS.map((names) => [...names]));
    const written = fc.constantFrom<(names: readonly string[]) => string>(
      ([first = '', ...more]) => first + more.map((name) => `[${name}]`).join(''),
      (names) => names.join('.'),
      ([first = '', ...more]) => first + more.map((name) => encodeURIComponent(`[${name}]`)).join(''),
      (names) => names.join('%5B'),
    );
    const parameter = fc
      .tuple(
        fc.array(fc.constantFrom('a', 'filter', 'where', ''), { maxLength: 3 }),
        way,
        fc.constantFrom(...Object.keys(BOOTY)),
        written,
      )
      .map(([above, names, name, write]) => `${write([...above, ...names, name])}=Admin`);
    await expectNothingGranted(async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...QUERIES),
          fc.array(parameter, { minLength: 1, maxLength: 5 }),
          async (path, parameters) => {
            const plain = await clerk.client.get(path);
            const answer = await clerk.client.get(`${path}?${parameters.join('&')}`);
            expect({ path, status: answer.status }).toEqual({ path, status: plain.status });
          },
        ),
        { numRuns: 40 },
      );
    });
  });
});
