import { hash } from '@node-rs/argon2';
import pg from 'pg';

import { PASSWORD, TEAMS } from './scene.js';

/** The parameters of the api's default settings; with others, each login would hash the password again. */
const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The ids of the new agents; they are consecutive. */
export interface SeededAgents {
  readonly first: number;
  readonly last: number;
}

/** Rows of one statement: enough to be fast, few enough to show progress. */
const BATCH = 50_000;

/**
 * Adds this many agents to a migrated database, each with the role Agent, two teams, a billing account and
 * {@link PASSWORD}. Creates the teams if there are none.
 */
export async function seedAgents(databaseUrl: string, count: number): Promise<SeededAgents> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    await client.query(
      `INSERT INTO teams (created_at, updated_at, name, emoji, conversation_assignment_type, max_auto_assigned_conversations)
       SELECT now(), now(), name, '🛠️', 'Round robin', 0 FROM unnest($1::text[]) AS name
       WHERE NOT EXISTS (SELECT FROM teams)`,
      [TEAMS],
    );
    const passwordHash = await hash(PASSWORD, ARGON2);
    const { rows } = await client.query<{ before: number; last: number }>(
      'SELECT count(*)::int - 1 AS before, max(id)::int AS last FROM agents',
    );
    const { before = 0, last = 0 } = rows[0] ?? {};
    for (let from = before + 1; from <= before + count; from += BATCH)
      await client.query(SEED, [from, Math.min(from + BATCH - 1, before + count), passwordHash]);
    await client.query('VACUUM ANALYZE');
    return { first: last + 1, last: last + count };
  } finally {
    await client.end();
  }
}

const SEED = `
  WITH added AS (
    INSERT INTO agents (uuid, created_at, updated_at, first_name, last_name, email, enabled, availability_status, password_hash)
    SELECT gen_random_uuid(), now(), now() - n * interval '1 ms', 'Agent', 'Number ' || n, 'agent-' || n || '@bench.example',
           true, 'offline', $3
    FROM generate_series($1::int, $2::int) AS n
    RETURNING id
  ), account AS (
    INSERT INTO billing_accounts (agent_id) SELECT id FROM added
  ), role AS (
    INSERT INTO agent_roles (agent_id, role_id) SELECT added.id, r.id FROM added, roles r WHERE r.built_in = 'agent'
  )
  INSERT INTO team_members (agent_id, team_id)
  SELECT added.id, t.id FROM added, (SELECT id, row_number() OVER (ORDER BY id) AS n, count(*) OVER () AS teams FROM teams) t
  WHERE t.n IN (added.id % t.teams + 1, (added.id + 7) % t.teams + 1)`;
