import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PERMISSIONS, type Permission } from '@rollcall/auth';
import fc from 'fast-check';

import { PLAN } from '../testing/plan.js';
import type { Call } from '../testing/random-calls.js';
import { type Caller, StoryTeller } from '../testing/story-teller.js';
import { TestApi } from '../testing/test-api.js';

/** Texts that each stand in one place, and the permissions of which any lets somebody read that place. */
const READERS = {
  'an address': ['users:manage', 'billing:manage', 'activity_logs:manage', 'webhooks:manage'],
  'a name of a key': ['users:manage', 'activity_logs:manage', 'webhooks:manage'],
  'a plan': ['billing:read', 'billing:manage', 'activity_logs:manage', 'webhooks:manage'],
  'Antarctica/Troll': ['teams:manage', 'activity_logs:manage', 'webhooks:manage'],
  'planted-request': ['activity_logs:manage', 'webhooks:manage'],
  'a browser': ['users:manage'],
} as const satisfies Record<string, readonly Permission[]>;

/** What nobody may read. */
const NEVER = ['$argon2id$'];

describe('no call tells its caller', () => {
  let api: TestApi;
  let teller: StoryTeller;
  /** What was told at all. */
  const told = new Set<string>();

  beforeAll(async () => {
    api = await TestApi.start();
    await plant();
    teller = await StoryTeller.begin(api);
  });

  afterAll(async () => {
    await api.close();
  });

  /** Puts each of the texts in its place, at somebody who makes none of the calls. */
  const plant = async () => {
    const stranger = await api.agent();
    await api.admin.post(`/agents/${stranger.id}/api-keys`, { name: 'a name of a key' });
    await api.rows("UPDATE agents SET address = 'an address', password_hash = '$argon2id$' WHERE id = $1", [
      stranger.id,
    ]);
    await api.rows(
      `INSERT INTO sessions (agent_id, token_hash, csrf_hash, created_at, last_seen_at, user_agent)
       VALUES ($1, sha256(gen_random_uuid()::text::bytea), '', now(), now(), 'a browser')`,
      [stranger.id],
    );
    await api.admin.post('/teams', { name: api.unique('Team '), timezone: 'Antarctica/Troll' });
    const headers = { 'X-Request-Id': 'planted-request' };
    await api.admin.send('POST', '/teams', { json: { name: api.unique('Team ') }, headers });
    const [agency] = await api.rows('SELECT id FROM agencies');
    await api.admin.post(`/agency/billing/${String(agency?.id)}/billing_plan`, { ...PLAN, description: 'a plan' });
  };

  /** What the answers to these calls tell that their callers may not know, each with its route. */
  const disclosures = async (calls: readonly Call[], callers: readonly Caller[]) => {
    const found: string[] = [];
    for await (const { route, held, answer } of teller.tell(calls, callers)) {
      if (held === null && answer.status !== 401 && route.access !== 'public')
        found.push(`${route.title} to somebody who has left`);
      for (const [text, readers] of Object.entries(READERS)) {
        if (!answer.text.includes(text)) continue;
        told.add(text);
        if (!readers.some((reader) => held?.includes(reader))) found.push(`${route.title}: ${text}`);
      }
      found.push(
        ...NEVER.filter((secret) => answer.text.includes(secret)).map((secret) => `${route.title}: ${secret}`),
      );
    }
    return found;
  };

  it.each(Object.entries(READERS))('%s, unless it may read that', async (_text, readers: readonly Permission[]) => {
    const others = PERMISSIONS.filter((permission) => !readers.includes(permission));
    expect(await disclosures(teller.reads(), [await api.agentWith(...others)])).toEqual([]);
  });

  it('what nobody may read, while an admin is told all the rest', async () => {
    told.clear();
    expect(await disclosures(teller.reads(), [await api.withKey(await api.agent({ role: 'Admin' }))])).toEqual([]);
    const readable = Object.entries(READERS).flatMap(([text, readers]) => (readers.length > 0 ? [text] : []));
    expect([...told].toSorted()).toEqual(readable.toSorted());
  });

  it('what it may not read, whatever was called before', async () => {
    told.clear();
    await fc.assert(
      fc.asyncProperty(teller.stories, async (story) => {
        const calls = [...story.calls, ...teller.reads()];
        expect(await disclosures(calls, await teller.callersOf(story))).toEqual([]);
      }),
      { numRuns: 8, interruptAfterTimeLimit: 40_000 },
    );
    expect(told.size).toBeGreaterThan(2);
  }, 80_000);
});
