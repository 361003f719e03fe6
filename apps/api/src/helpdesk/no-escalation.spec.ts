import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PERMISSIONS, type Permission } from '@rollcall/auth';
import fc from 'fast-check';

import { routesOf } from '../http/routing/routes.js';
import { randomRequest } from '../testing/random-request.js';
import { StoryTeller } from '../testing/story-teller.js';
import { TestApi, type TestSession } from '../testing/test-api.js';

/**
 * An example of a story. The callers hold `users:manage`, and their calls are chosen at random from all routes:
 *
 *     caller 1  POST /agents {first_name, email, roles: ['Admin']}   403: the role permits more than the caller holds
 *     caller 2  PUT /agents/{id of the boss} {email}                 403: it would take over somebody who may do more
 *     caller 3  POST /agents/{own id}/api-keys {name, scopes: null}  403: the key in use has scopes, the new one none
 *     caller 1  POST /agents {first_name, email, roles: []}          200
 *
 * `holdings` is read before and after the calls. It lists the agents that hold a permission which the callers lack (here all
 * but `users:manage`), and the roles, keys, sessions, passwords and e-mail addresses by which a caller could act as one of
 * them. A line that is there only afterwards is an escalation. A failing story is printed as short as possible, and fails
 * in the same way when it is repeated.
 */
describe('no calls of those who lack a permission', () => {
  let api: TestApi;
  let teller: StoryTeller;
  /** Of an Admin who has shown the second factor an hour ago. */
  let stale: TestSession;
  /** The routes that have changed something. */
  const changes = new Set<string>();

  beforeAll(async () => {
    api = await TestApi.start();
    const admin = await api.agentWithPassword('Correct-Horse-7', { role: 'Admin' });
    stale = await api.login(String(admin.email), 'Correct-Horse-7');
    await api.rows(
      `INSERT INTO second_factors (agent_id, kind, name, created_at, confirmed_at, secret)
       VALUES ($1, 'totp', 'Phone', now(), now(), 'open:GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')`,
      [admin.id],
    );
    await api.rows("UPDATE sessions SET factor_at = now() - interval '1 hour' WHERE agent_id = $1", [admin.id]);
    teller = await StoryTeller.begin(api);
  });

  afterAll(async () => {
    await api.close();
  });

  /**
   * Texts that say which agents hold which of these permissions, which roles grant them, by which credentials these agents
   * sign in, and what their keys can do.
   */
  const holdings = async (permissions: readonly Permission[]) => {
    const rows = await api.rows(
      `WITH held AS (
         SELECT a.id, a.email, a.password_hash, a.enabled AND a.deleted_at IS NULL AS enabled, p
         FROM agents a JOIN agent_roles ar ON ar.agent_id = a.id JOIN roles r ON r.id = ar.role_id
         CROSS JOIN LATERAL unnest(CASE WHEN r.built_in = 'admin' THEN $2::text[] ELSE r.permissions END) p
         WHERE p = ANY ($1::text[]))
       SELECT format('agent %s holds %s', id, p) AS holding FROM held
       UNION SELECT format('role %s grants %s', r.id, p) FROM roles r CROSS JOIN LATERAL unnest(r.permissions) p
         WHERE p = ANY ($1::text[])
       UNION SELECT format('agent %s is enabled', id) FROM held WHERE enabled
       UNION SELECT format('agent %s has the e-mail %s', id, email) FROM held
       UNION SELECT format('agent %s has the password %s', id, password_hash) FROM held
       UNION SELECT format('agent %s has the session %s', s.agent_id, s.token_hash)
         FROM sessions s WHERE s.agent_id IN (SELECT id FROM held)
       UNION SELECT format('key %s of agent %s with the scopes %s opens with %s from %s until %s',
           k.id, k.agent_id, k.scopes, hash, k.allowed_ips, k.expires_at)
         FROM api_keys k CROSS JOIN LATERAL unnest(ARRAY[k.secret_hash, k.previous_secret_hash]) hash
         WHERE hash IS NOT NULL
           AND CASE WHEN k.scopes IS NULL THEN k.agent_id IN (SELECT id FROM held) ELSE k.scopes && $1::text[] END`,
      [permissions, [...PERMISSIONS]],
    );
    return rows.map(({ holding }) => holding);
  };

  it('ever end with somebody holding it who did not before, or with a new way to become somebody who does', async () => {
    await fc.assert(
      fc.asyncProperty(teller.stories, async (story) => {
        const forbidden = PERMISSIONS.filter((permission) => !story.allowed.includes(permission));
        const callers = await teller.callersOf(story);
        const before = await holdings(forbidden);
        for await (const { route, answer } of teller.tell(story.calls, callers))
          if (route.method !== 'GET' && answer.status < 300) changes.add(route.title);
        const after = await holdings(forbidden);
        expect(after.filter((holding) => !before.includes(holding))).toEqual([]);
      }),
      { numRuns: 35, interruptAfterTimeLimit: 40_000 },
    );
    // Most of the calls are refused; if all were, nothing would have been shown.
    expect(changes.size).toBeGreaterThan(12);
  }, 80_000);

  /** By what these agents sign in, each as a text. */
  const waysIn = async (agentIds: readonly unknown[]) => {
    const rows = await api.rows(
      `SELECT format('agent %s has the e-mail %s', id, email) AS way FROM agents WHERE id = ANY ($1)
       UNION SELECT format('agent %s has the password %s', id, password_hash) FROM agents WHERE id = ANY ($1)
       UNION SELECT format('agent %s has the key %s', agent_id, secret_hash) FROM api_keys WHERE agent_id = ANY ($1)
       UNION SELECT format('agent %s has the factor %s %s', agent_id, id, name) FROM second_factors WHERE agent_id = ANY ($1)
       UNION SELECT format('agent %s has the recovery code %s', agent_id, code_hash) FROM recovery_codes WHERE agent_id = ANY ($1)`,
      [agentIds],
    );
    return rows.map(({ way }) => way);
  };

  it('of a session whose second factor was shown long ago ever add a way in of somebody, whatever it may do', async () => {
    await teller.callersOf({ allowed: [...PERMISSIONS], calls: [] });
    const ids = (await api.rows('SELECT id FROM agents')).map(({ id }) => id);
    const before = await waysIn(ids);
    let index = 0;
    let done = 0;
    for (const route of routesOf(api.app)) {
      if (!route.path.startsWith('/api/v1/') || !['POST', 'PUT'].includes(route.method)) continue;
      const fields = api.description.fieldsOf(route);
      const choices = [{}, { new_password: 'Other-Horse-7' }, { email: 'taken.over@example.com' }];
      for (const changes of choices.filter((chosen) => Object.keys(chosen).every((field) => fields.includes(field)))) {
        index += 1;
        const call = { caller: 0, route: route.title, agent: 3, other: 3, changes };
        const { url, json } = await randomRequest(api, route, call, index);
        const { status } = await stale.client.send(route.method, url.slice('/api/v1'.length), { json });
        if (status < 300) done += 1;
      }
    }
    const after = await waysIn(ids);
    expect(after.filter((way) => !before.includes(way))).toEqual([]);
    // What asks for no second factor is done.
    expect(done).toBeGreaterThan(10);
  }, 60_000);
});
