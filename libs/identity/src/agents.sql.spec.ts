import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@rollcall/testing';
import pg from 'pg';

import { agentLabel, AGENTS, joinEnabledAgent } from './agents.sql.js';

describe('the SQL that tells of agents', () => {
  let database: TestDatabase;
  let client: pg.Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(
      `INSERT INTO agents (id, uuid, created_at, updated_at, deleted_at, first_name, last_name, email, enabled,
         availability_status, is_service) OVERRIDING SYSTEM VALUE
       VALUES (1, gen_random_uuid(), now(), now(), NULL, 'Ada', 'L', 'ada@example.com', true, 'offline', false),
         (2, gen_random_uuid(), now(), now(), NULL, 'Bot', '', NULL, false, 'offline', true),
         (3, gen_random_uuid(), now(), now(), now(), 'Eve', '', 'eve@example.com', true, 'offline', false)`,
    );
  });

  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  const rows = async (sql: string) => (await client.query<Record<string, unknown>>(sql)).rows;

  it('has deleted agents among the others, and says so', async () => {
    expect(await rows(`SELECT name, email, deleted, is_service FROM ${AGENTS} agent ORDER BY id`)).toEqual([
      { name: 'Ada L', email: 'ada@example.com', deleted: false, is_service: false },
      { name: 'Bot', email: null, deleted: false, is_service: true },
      { name: 'Eve', email: 'eve@example.com', deleted: true, is_service: false },
    ]);
  });

  it('lets enabled agents in that are not deleted', async () => {
    const joined = `SELECT id::int FROM (VALUES (1), (2), (3)) AS asked(id_asked) ${joinEnabledAgent('id_asked')}`;
    expect(await rows(`${joined} FOR NO KEY UPDATE OF agent`)).toEqual([{ id: 1 }]);
  });

  it('calls an agent by its e-mail or its first name, and nobody by nothing', async () => {
    expect(await rows(`SELECT ${agentLabel('asked')} AS label FROM generate_series(1, 4) AS asked`)).toEqual([
      { label: 'ada@example.com (#1)' },
      { label: 'Bot (#2)' },
      { label: 'eve@example.com (#3)' },
      { label: null },
    ]);
  });

  it('is planned like the table', async () => {
    const planOf = (agents: string, condition: string) =>
      rows(`EXPLAIN (COSTS OFF) SELECT agent.email FROM billing_accounts account
        JOIN ${agents} agent ON agent.id = account.agent_id AND ${condition} WHERE account.agent_id = 1`);
    const plan = await planOf(AGENTS, 'NOT agent.deleted');
    const planOfTable = await planOf('agents', 'agent.deleted_at IS NULL');
    expect(plan).toEqual(JSON.parse(JSON.stringify(planOfTable).replaceAll('agents agent', 'agents')));
  });
});
