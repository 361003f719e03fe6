import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PERMISSIONS, type Permission } from '@rollcall/auth';
import fc from 'fast-check';

import { stories, StoryTeller } from '../testing/random-calls.js';
import { TestApi } from '../testing/test-api.js';

describe('no calls of those who lack a permission', () => {
  let api: TestApi;
  let teller: StoryTeller;
  /** The routes by which something was changed. */
  const changes = new Set<string>();

  beforeAll(async () => {
    api = await TestApi.start();
    teller = new StoryTeller(api);
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

  it('ever end with somebody holding it who did not before, or with a new way to become somebody who does', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const forbidden = PERMISSIONS.filter((permission) => !story.allowed.includes(permission));
        const callers = await teller.callersOf(story);
        await api.agentWith(...PERMISSIONS);
        const before = await holdings(forbidden);
        for await (const { route, answer } of teller.tell(story, callers))
          if (route.method !== 'GET' && answer.status < 300) changes.add(route.title);
        const after = await holdings(forbidden);
        expect(after.held.filter((holding) => !before.held.includes(holding))).toEqual([]);
        expect(after.granting.filter((grant) => !before.granting.includes(grant))).toEqual([]);
        for (const [id, now] of after.waysIn) {
          const then = before.waysIn.get(id);
          expect(now).toMatchObject({ email: then?.email, password_hash: then?.password_hash });
          expect(Number(now.keys)).toBeLessThanOrEqual(Number(then?.keys));
          expect(now.enabled === true && then?.enabled === false).toBe(false);
        }
      }),
      { numRuns: 12, interruptAfterTimeLimit: 90_000 },
    );
    // Most of the calls are refused; if all were, nothing would have been shown.
    expect(changes.size).toBeGreaterThan(5);
  }, 120_000);
});
