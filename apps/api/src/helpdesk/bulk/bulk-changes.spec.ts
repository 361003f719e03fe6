import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BulkChanges, BulkRunner } from '@rollcall/imports';

import type { Client } from '../../testing/client.js';
import type { Models } from '../../testing/description.js';
import { ADMIN, basic, TestApi } from '../../testing/test-api.js';

type Body = Readonly<Record<string, unknown>>;

describe('a bulk change', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });

  afterAll(async () => {
    await api.close();
  });

  const begin = async (body: Body, client: Client = api.admin) =>
    (await client.post('/agents/bulk', body)).one('BulkChangeDto');
  const refusedFor = async (body: Body) => {
    const { status, error } = await api.admin.post('/agents/bulk', body);
    return [status, error.message];
  };
  const jobOf = async (id: number) => {
    const [job] = await api.rows('SELECT job_id AS id FROM bulk_changes WHERE id = $1', [id]);
    return String(job?.id);
  };
  const runner = () => api.app.get(BulkRunner, { strict: false });

  /** Runs the jobs of the change as a worker does, and gives what became of it. */
  const finish = async (id: number): Promise<Models['BulkChangeDto']> => {
    for (;;) {
      await runner().run(id, await jobOf(id));
      const now = (await api.admin.get(`/agents/bulk/${id}`)).one('BulkChangeDto');
      if (now.ended_at) return now;
    }
  };
  const change = async (body: Body, client?: Client) => finish((await begin(body, client)).id);
  const resultsOf = async (id: number, query = '') =>
    (await api.admin.get(`/agents/bulk/${id}/results${query}`)).one('BulkResultsDto').results;
  const agentNow = async (id: number) => (await api.admin.get(`/agents/${id}`)).one('AgentDto');

  it('disables agents as single changes do: links, sessions and mails end, and the entries name the change', async () => {
    const [one, two] = [await api.agent({ send_welcome_email: true }), await api.agent()];
    await api.rows(
      `INSERT INTO sessions (agent_id, token_hash, csrf_hash, created_at, last_seen_at) VALUES ($1, 'a', 'b', now(), now())`,
      [one.id],
    );
    const done = await change({ ids: [two.id, one.id, two.id], change: { enabled: false } });
    expect(done).toMatchObject({
      ...{ status: 'done', total: 2, processed: 2, changed: 2, failed: 0, progress: 1 },
      ...{ change: { enabled: false }, created_by: 1, estimated_end: null },
    });
    expect(await resultsOf(done.id)).toEqual([
      { number: 1, agent_id: one.id, status: 'changed', reason: null },
      { number: 2, agent_id: two.id, status: 'changed', reason: null },
    ]);
    expect([(await agentNow(one.id)).enabled, (await agentNow(two.id)).enabled]).toEqual([false, false]);
    const [left] = await api.rows(
      `SELECT (SELECT count(*)::int FROM sessions WHERE agent_id = $1) AS sessions,
         (SELECT count(*)::int FROM mails WHERE agent_id = $1 AND status = 'queued') AS mails`,
      [one.id],
    );
    expect(left).toEqual({ sessions: 0, mails: 0 });
    const texts = await api.rows(
      `SELECT activity_description AS text FROM activity_log WHERE target_model_id = $1 ORDER BY id DESC LIMIT 2`,
      [two.id],
    );
    const whom = `agent ${two.email ?? ''} (#${two.id}) by bulk change ${done.id}`;
    expect(texts.map(({ text }) => text).toSorted()).toEqual(
      ['disabled', 'updated'].map((done) => `${ADMIN.email} (#1) ${done} ${whom}`),
    );
  });

  it('adds and removes roles and teams beside those that an agent has', async () => {
    const [first, second] = [await api.team(), await api.team()];
    const role = await api.role('tags:manage');
    const agent = await api.agent({ teams: [first.name] });
    const ids = [agent.id];
    await change({ ids, change: { teams_add: [String(second.id)] } });
    await change({ ids, change: { roles_add: [role.name.toUpperCase()] } });
    const added = await agentNow(agent.id);
    expect(added.teams.map(({ id }) => id).toSorted()).toEqual([first.id, second.id].toSorted());
    expect(added.roles).toEqual(['Agent', role.name].toSorted());
    await change({ ids, change: { teams_remove: [first.name] } });
    await change({ ids, change: { roles_remove: ['Agent'] } });
    expect(await agentNow(agent.id)).toMatchObject({ teams: [{ id: second.id }], roles: [role.name] });
    const { id, failed } = await change({ ids, change: { roles_remove: [role.name] } });
    expect(failed).toBe(1);
    expect(await resultsOf(id)).toMatchObject([{ reason: expect.stringContaining('would have no role left') }]);
  });

  it('is for the agents that a list shows when it is asked for', async () => {
    const team = await api.team();
    const members = [await api.agent({ teams: [team.name] }), await api.agent({ teams: [team.name] })];
    await api.agent({ teams: [team.name], enabled: false });
    const { id } = await begin({ filter: { team: team.name, enabled: true }, change: { delete: true } });
    const late = await api.agent({ teams: [team.name] });
    expect(await finish(id)).toMatchObject({ total: 2, changed: 2 });
    expect((await resultsOf(id)).map(({ agent_id }) => agent_id)).toEqual(members.map((member) => member.id));
    for (const member of members) expect((await api.admin.get(`/agents/${member.id}`)).status).toBe(404);
    expect((await agentNow(late.id)).enabled).toBe(true);
  });

  it('refuses for each agent what a single change would refuse, and hinders no other', async () => {
    const { client, agent: starter } = await api.agentWith('users:manage');
    const other = await api.agent();
    const ids = [1, starter.id, other.id, 99_999_999];
    const reasonsFor = async (asked: Body) => {
      const { id } = await change({ ids, change: asked }, client);
      return (await resultsOf(id, '?status=failed')).map(({ agent_id, reason }) => [agent_id, reason]);
    };
    const none = [99_999_999, 'There is no agent 99999999'];
    expect(await reasonsFor({ roles_add: ['Admin'] })).toEqual([
      ...[starter, other].map(({ id }) => [id, expect.stringContaining('You may not hand out the role "Admin"')]),
      none,
    ]);
    expect(await reasonsFor({ enabled: false })).toEqual([
      [1, 'The System agent cannot be disabled'],
      [starter.id, 'You cannot disable yourself; ask another administrator'],
      none,
    ]);
    expect(await reasonsFor({ delete: true })).toEqual([
      [1, 'The System agent cannot be deleted'],
      [starter.id, 'You cannot delete yourself; ask another administrator'],
      none,
    ]);
    expect((await api.admin.get(`/agents/${other.id}`)).status).toBe(404);
  });

  it.each([
    ['is disabled', (id: number) => `UPDATE agents SET enabled = false WHERE id = ${id}`, 'was disabled'],
    ['loses its role', (id: number) => `DELETE FROM agent_roles WHERE agent_id = ${id}`, 'lost the permission'],
    [
      'loses its key',
      (id: number) => `DELETE FROM api_keys WHERE agent_id = ${id}`,
      'the key of the request has ended',
    ],
  ])('is stopped when its starter %s', async (_what, statement, problem) => {
    const { client, agent } = await api.agentWith('users:manage');
    const other = await api.agent();
    const { id } = await begin({ ids: [other.id], change: { enabled: false } }, client);
    await api.rows(statement(agent.id));
    expect(await finish(id)).toMatchObject({
      status: 'stopped',
      problem: expect.stringContaining(problem),
      changed: 0,
    });
    expect((await agentNow(other.id)).enabled).toBe(true);
  });

  it('goes on after the last batch that was committed, and changes no agent twice', async () => {
    const team = await api.team();
    await api.rows(
      `INSERT INTO agents (uuid, created_at, updated_at, first_name, last_name, email, email_key, enabled, availability_status)
       SELECT gen_random_uuid(), now(), now(), 'Ada', 'Resumed', name, name, true, 'offline'
       FROM (SELECT 'resumed' || n || '@example.com' AS name FROM generate_series(1, 150) AS n) AS new`,
    );
    await api.rows(
      `INSERT INTO agent_roles SELECT a.id, r.id FROM agents a, roles r WHERE a.last_name = 'Resumed' AND r.name = 'Agent'`,
    );
    const { id } = await begin({ filter: { search: 'resumed' }, change: { teams_add: [team.name] } });
    const broken = (await resultsOf(id, '?limit=500'))[120];
    // The second batch fails as when its process is killed: nothing of it stays.
    await api.rows(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'killed'; END $$`);
    await api.rows(
      `CREATE TRIGGER killed BEFORE INSERT ON team_members FOR EACH ROW WHEN (NEW.agent_id = ${broken?.agent_id})
       EXECUTE FUNCTION refuse()`,
    );
    const untilKilled = async () => {
      for (;;) await runner().run(id, await jobOf(id));
    };
    await expect(untilKilled()).rejects.toThrow('killed');
    const job = await jobOf(id);
    expect((await api.admin.get(`/agents/bulk/${id}`)).one('BulkChangeDto')).toMatchObject({
      ...{ status: 'running', processed: 100, total: 150 },
    });
    await api.rows('DROP TRIGGER killed ON team_members');
    await runner().run(id, '0199f0a0-0cc3-7d44-8b50-8888dd257360');
    expect((await resultsOf(id, '?status=pending&limit=500')).length).toBe(50);
    await runner().run(id, job);
    await runner().run(id, job);
    expect(await finish(id)).toMatchObject({ status: 'done', changed: 150, failed: 0 });
    const [counts] = await api.rows(
      `SELECT (SELECT count(*)::int FROM team_members WHERE team_id = $1) AS members, count(*)::int AS entries
       FROM activity_log WHERE activity_description LIKE '% by bulk change ' || $2::text`,
      [team.id, id],
    );
    expect(counts).toEqual({ members: 150, entries: 150 });
  });

  it('is cancelled once, watched to its end, listed, and removed when it was kept for long enough', async () => {
    const { id } = await begin({ ids: [1], change: { enabled: true } });
    const headers = { Authorization: basic(ADMIN.key, ADMIN.secret) };
    const stream = await fetch(`${api.url}/api/v1/agents/bulk/${id}/events`, { headers });
    expect((await api.admin.delete(`/agents/bulk/${id}`)).one('BulkChangeDto')).toMatchObject({ status: 'cancelled' });
    expect(await stream.text()).toMatch(/event: end\ndata: \{.*"status":"cancelled".*\}\n\n$/);
    expect(await finish(id)).toMatchObject({ processed: 0 });
    const again = await api.admin.delete(`/agents/bulk/${id}`);
    expect([again.status, again.error.message]).toEqual([409, `Bulk change ${id} has ended already; it is cancelled`]);
    expect((await api.admin.get('/agents/bulk')).many('BulkChangeDto')[0]).toMatchObject({ id });
    const changes = api.app.get(BulkChanges, { strict: false });
    await changes.sweep();
    expect((await api.admin.get(`/agents/bulk/${id}`)).status).toBe(200);
    await api.rows("UPDATE bulk_changes SET ended_at = now() - interval '31 days' WHERE id = $1", [id]);
    await changes.sweep();
    expect((await api.admin.get(`/agents/bulk/${id}`)).status).toBe(404);
    expect(await api.rows('SELECT FROM bulk_change_agents WHERE bulk_change_id = $1', [id])).toEqual([]);
  });

  it('whose job failed for good says so', async () => {
    const { id } = await begin({ ids: [1], change: { enabled: true } });
    await runner().stop(id, 'It failed again and again');
    expect(await finish(id)).toMatchObject({ status: 'stopped', problem: 'It failed again and again', changed: 0 });
  });

  it('is answered once for each idempotency key', async () => {
    const body = { ids: [1], change: { enabled: true } };
    const send = () => api.admin.send('POST', '/agents/bulk', { json: body, headers: { 'Idempotency-Key': 'bulk-1' } });
    const [first, second] = [await send(), await send()];
    expect(second.text).toBe(first.text);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
  });

  it('tells what is wrong with what was sent, and begins nothing', async () => {
    const enabled = { enabled: true };
    const one =
      'change must have exactly 1 of enabled, roles_add, roles_remove, teams_add, teams_remove, delete, and nothing else';
    const [{ begun: before } = {}] = await api.rows('SELECT count(*)::int AS begun FROM bulk_changes');
    const cases: [Body, string][] = [
      [{ change: enabled }, 'ids or filter must say which agents to change'],
      [{ ids: [], change: enabled }, 'ids must have 1 to 10000 items'],
      [{ ids: Array.from({ length: 10_001 }, (_, id) => id + 1), change: enabled }, 'ids must have 1 to 10000 items'],
      [{ ids: [1.5], change: enabled }, 'ids.0 must be a whole number'],
      [
        { ids: [1], filter: { enabled: true }, change: enabled },
        'filter must be left out when ids are sent; send one of the two',
      ],
      [{ ids: [1] }, 'change is required'],
      [{ ids: [1], change: {} }, one],
      [{ ids: [1], change: { enabled: true, delete: true } }, one],
      [{ ids: [1], change: { disabled: true } }, one],
      [{ ids: [1], change: { delete: false } }, 'change.delete must be true, not a boolean'],
      [{ ids: [1], change: { enabled: 'yes' } }, 'change.enabled must be true or false, not a string'],
      [{ ids: [1], change: { roles_add: ['Nothing'] } }, 'roles: there is no role called "Nothing"'],
      [{ ids: [1], change: { teams_remove: ['Nothing'] } }, 'teams: there is no team called "Nothing"'],
      [
        { filter: { teem: 'Sales', enabled: true }, change: { delete: true } },
        'filter must have at least 1 of search, team, role, enabled, availability_status, email, and nothing else',
      ],
      [
        { filter: { search: '' }, change: { delete: true } },
        'filter must have at least one criterion, so that nobody changes all agents by mistake',
      ],
      [{ filter: { search: 'nobody is called so' }, change: enabled }, 'filter matches no agent'],
    ];
    for (const [body, message] of cases) expect(await refusedFor(body)).toEqual([400, message]);
    expect(await api.rows('SELECT count(*)::int AS begun FROM bulk_changes')).toEqual([{ begun: before }]);
  });

  it('is for at most ten thousand agents', async () => {
    await api.rows(
      `INSERT INTO agents (uuid, created_at, updated_at, first_name, last_name, email, email_key, enabled, availability_status)
       SELECT gen_random_uuid(), now(), now(), 'Ada', 'Many', name, name, true, 'offline'
       FROM (SELECT 'many' || n || '@example.com' AS name FROM generate_series(1, 10001) AS n) AS new`,
    );
    expect(await refusedFor({ filter: { search: 'Ada Many' }, change: { delete: true } })).toEqual([
      400,
      'filter matches more than 10000 agents; narrow it and send several changes',
    ]);
  });
});
