import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ImportRunner, Imports } from '@rollcall/imports';

import type { Client, Extras } from '../../testing/client.js';
import { csv, CSV_HEADER as HEADER, csvLines as lines, form } from '../../testing/csv-uploads.js';
import type { Models } from '../../testing/description.js';
import { ADMIN, basic, TestApi } from '../../testing/test-api.js';

describe('an import', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start({ settings: { IMPORT_MAX_MB: '1' } });
  });

  afterEach(async () => {
    await api.rows('DELETE FROM agent_imports');
  });

  afterAll(async () => {
    await api.close();
  });

  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const send = (file: Extras, query = '', client: Client = api.admin) =>
    client.send('POST', `/agents/imports${query}`, file);

  /** Runs the jobs of the import as a worker does, and gives what became of it. */
  const finish = async (id: number): Promise<Models['ImportDto']> => {
    for (;;) {
      const [job] = await api.rows(
        `SELECT o.id FROM job_outbox o JOIN agent_imports i ON i.job_id = o.id WHERE i.id = $1`,
        [id],
      );
      if (!job) break;
      await api.app.get(ImportRunner, { strict: false }).run(id, String(job.id));
      await api.rows('DELETE FROM job_outbox WHERE id = $1', [job.id]);
    }
    return (await api.admin.get(`/agents/imports/${id}`)).one('ImportDto');
  };
  const bringIn = async (file: Extras, query = '') => {
    const { id } = (await send(file, query)).one('ImportDto');
    return finish(id);
  };
  const rowsOf = async (id: number, query = '') =>
    (await api.admin.get(`/agents/imports/${id}/rows${query}`)).one('ImportRowsDto').results;
  /** What the feed tells of its end. */
  const toldOf = (id: number) =>
    api.rows("SELECT changes FROM events WHERE type = 'import.finished' AND subject_id = $1", [id]);
  const agentCalled = async (email: string) =>
    (await api.admin.get(`/agents?email=${encodeURIComponent(email)}`)).many('CompactAgentDto')[0];

  it('creates each agent as a single create does, with role, teams, account and an entry that names the import', async () => {
    const team = await api.team('Sales, "EMEA"');
    const role = await api.role('tags:manage');
    const file = lines(
      `Ada,Lovelace,Ada.Import@Example.com,"agent, ${role.name}",${quoted(quoted(team.name))}`,
      `Grace,,grace.import@example.com,Agent,${team.id}`,
    );
    let id = 0;
    const entries = await api.activityDuring(async () => {
      const done = await bringIn(form(['file', file]));
      ({ id } = done);
      expect(done).toMatchObject({
        status: 'done',
        total: 2,
        processed: 2,
        created: 2,
        progress: 1,
        estimated_end: null,
      });
    });
    const ada = await agentCalled('ada.import@example.com');
    const grace = await agentCalled('grace.import@example.com');
    expect((await api.admin.get(`/agents/${ada?.id}`)).one('AgentDto')).toMatchObject({
      ...{ first_name: 'Ada', last_name: 'Lovelace', enabled: true, availability_status: 'offline' },
      ...{ roles: ['Agent', role.name].toSorted(), teams: [{ id: team.id, name: team.name, emoji: team.emoji }] },
    });
    expect(await rowsOf(id)).toMatchObject([
      { number: 2, status: 'created', agent_id: ada?.id },
      {
        number: 3,
        status: 'created',
        agent_id: grace?.id,
        cells: ['Grace', '', 'grace.import@example.com', 'Agent', String(team.id)],
      },
    ]);
    expect(entries).toEqual(
      [ada, grace].map((agent) => ({
        type: 'agent_created',
        actor: 1,
        target: 'agent',
        id: agent?.id,
        ip: '127.0.0.1',
      })),
    );
    const stored = await api.rows(
      `SELECT activity_description AS text, (SELECT count(*)::int FROM billing_accounts WHERE agent_id = $1) AS accounts
       FROM activity_log WHERE target_model_id = $1`,
      [ada?.id],
    );
    expect(stored).toEqual([
      { text: `${ADMIN.email} (#1) created agent ada.import@example.com (#${ada?.id}) by import ${id}`, accounts: 1 },
    ]);
  });

  it('welcomes new agents by mail when it is asked to', async () => {
    const { created } = await bringIn(csv(lines('Ada,,welcomed@example.com,Agent,')), '?send_welcome_email=true');
    const { id } = (await agentCalled('welcomed@example.com')) ?? {};
    const promised = await api.rows(
      `SELECT o.name FROM mails m JOIN job_outbox o ON o.id = m.job_id AND o.payload = jsonb_build_object('mailId', m.id)
       WHERE m.agent_id = $1 AND m.status = 'queued'`,
      [id],
    );
    expect([created, promised]).toEqual([1, [{ name: 'send-mail' }]]);
  });

  it('reports each bad row with its column and reason, and brings the others in', async () => {
    const { agent } = await api.agentWith('users:manage');
    const { id, ...done } = await bringIn(
      csv(
        lines(
          ',,nobody,Agent,',
          'Ada,,two@example.com,Agent,',
          'Ada,,TWO@EXAMPLE.COM,Agent,',
          '"Gr\nace",,three@example.com,Agent,',
          '',
          'Ada,,four@example.com,Nothing,Nowhere',
          'Ada,,five@example.com,,',
          'Ada,six@example.com,Agent',
          `Ada,,${agent.email ?? ''},Agent,`,
        ),
      ),
    );
    expect(done).toMatchObject({ status: 'done', total: 8, processed: 8, created: 1, failed: 7 });
    const changes = {
      status: { before: 'running', after: 'done' },
      created: { before: 0, after: 1 },
      failed: { before: 0, after: 7 },
    };
    expect(await toldOf(id)).toMatchObject([{ changes }]);
    const failed = await rowsOf(id, '?status=failed');
    expect(failed.map(({ number, column, reason }) => [number, column, reason])).toEqual([
      [
        2,
        'first_name',
        'first_name must have 1 to 140 characters; email must be an e-mail address, for example name@example.com',
      ],
      [4, 'email', 'There is an agent with the email two@example.com already'],
      [5, 'first_name', 'first_name must have no control characters or line breaks'],
      [7, 'roles', 'roles: there is no role called "Nothing"'],
      [8, 'roles', 'roles must name at least one role'],
      [9, null, 'the row has 3 cells, and the header has 5'],
      [10, 'email', `There is an agent with the email ${agent.email ?? ''} already`],
    ]);
    const pages = [await rowsOf(id, '?status=failed&limit=5'), await rowsOf(id, '?status=failed&after=8&limit=5')];
    expect(pages.flat()).toEqual(failed);
  });

  it('hands out no role beyond what its starter holds', async () => {
    const { client } = await api.agentWith('users:manage');
    const { id } = (
      await send(csv(lines('Ada,,admin.import@example.com,Admin,', 'Ada,,agent.import@example.com,Tiny,')), '', client)
    ).one('ImportDto');
    await api.admin.post('/roles', { name: 'Tiny', permissions: ['users:manage'] });
    expect(await finish(id)).toMatchObject({ created: 1, failed: 1 });
    expect(await rowsOf(id, '?status=failed')).toMatchObject([
      { number: 2, column: 'roles', reason: expect.stringContaining('You may not hand out the role "Admin"') },
    ]);
  });

  it.each([
    ['is disabled', (id: number) => `UPDATE agents SET enabled = false WHERE id = ${id}`, 'was disabled'],
    [
      'loses its role',
      (id: number) => `DELETE FROM agent_roles WHERE agent_id = ${id}`,
      'lost the permission users:manage',
    ],
    [
      'loses its key',
      (id: number) => `DELETE FROM api_keys WHERE agent_id = ${id}`,
      'the key of the request has ended',
    ],
  ])('is stopped when its starter %s', async (_what, statement, problem) => {
    const { client, agent } = await api.agentWith('users:manage');
    const email = `${api.unique('stopped')}@example.com`;
    const { id } = (await send(csv(lines(`Ada,,${email},Agent,`)), '?on_existing=skip', client)).one('ImportDto');
    await api.rows(statement(agent.id));
    expect(await finish(id)).toMatchObject({
      status: 'stopped',
      problem: expect.stringContaining(problem),
      created: 0,
    });
    expect(await agentCalled(email)).toBeUndefined();
  });

  it('skips or updates agents that exist, when it is asked to, by the rules of a single change', async () => {
    const agent = await api.agent({ last_name: 'Before', teams: [(await api.team()).name] });
    const system = ADMIN.email;
    const file = csv(
      [
        'E-Mail;First Name;ROLE',
        `${agent.email ?? ''};Augusta;Agent`,
        `${system};System;Agent`,
        'new.one@example.com;New;Agent',
        'NEW.one@example.com;Newer;Agent',
      ].join('\r\n'),
    );
    expect(await bringIn(file, '?on_existing=skip')).toMatchObject({ created: 1, skipped: 3, failed: 0 });
    await api.rows(`UPDATE agents SET deleted_at = now() WHERE email = 'new.one@example.com'`);
    const { id, ...done } = await bringIn(file, '?on_existing=update');
    expect(done).toMatchObject({ created: 1, updated: 2, failed: 1 });
    expect((await api.admin.get(`/agents/${agent.id}`)).one('AgentDto')).toMatchObject({
      ...{ first_name: 'Augusta', last_name: 'Before', email: agent.email, teams: agent.teams },
    });
    expect(await agentCalled('new.one@example.com')).toMatchObject({ first_name: 'Newer' });
    expect(await rowsOf(id)).toMatchObject([
      { status: 'updated', agent_id: agent.id },
      { status: 'failed', reason: 'The System agent keeps the role Admin; name it among the roles' },
      { status: 'created' },
      { status: 'updated' },
    ]);
  });

  it.each(['error', 'skip', 'update'])(
    'tells with dry_run what it would do with on_existing=%s, and changes nothing',
    async (onExisting) => {
      const { email } = await api.agent();
      const rows = Array.from({ length: 600 }, (_, index) => `Ada,,trial${index}@example.com,Agent,`);
      const file = csv(
        lines(...rows, `Ada,,${email ?? ''},Agent,`, 'Ada,,Trial0@Example.com,Agent,', 'Ada,,x@example.com,None,'),
      );
      const tables = ['agents', 'agent_roles', 'billing_accounts', 'activity_log', 'mails', 'job_outbox'];
      const stored = async () =>
        api.rows(`SELECT ${tables.map((table) => `(SELECT count(*) FROM ${table}) AS ${table}`).join()}`);
      const before = await stored();
      const counts = { error: [0, 0, 3], skip: [0, 2, 1], update: [2, 0, 1] }[onExisting] ?? [];
      const query = `?dry_run=true&send_welcome_email=true&on_existing=${onExisting}`;
      const { created, updated, skipped, failed } = await bringIn(file, query);
      expect([created, updated, skipped, failed]).toEqual([600, ...counts]);
      expect(await stored()).toEqual(before);
    },
  );

  it('is cancelled once, and what was done stays done', async () => {
    const { id } = (await send(csv(lines('Ada,,cancelled@example.com,Agent,')))).one('ImportDto');
    expect((await api.admin.delete(`/agents/imports/${id}`)).one('ImportDto')).toMatchObject({ status: 'cancelled' });
    expect(await finish(id)).toMatchObject({ status: 'cancelled', processed: 0 });
    expect(await agentCalled('cancelled@example.com')).toBeUndefined();
    const again = await api.admin.delete(`/agents/imports/${id}`);
    expect([again.status, again.error.message]).toEqual([409, `Import ${id} has ended already; it is cancelled`]);
    expect(await toldOf(id)).toMatchObject([{ changes: { status: { before: 'waiting', after: 'cancelled' } } }]);
  });

  it('runs alone, and does nothing for a job that is not its own any more', async () => {
    const file = csv(lines('Ada,,alone@example.com,Agent,'));
    const { id } = (await send(file)).one('ImportDto');
    expect((await send(file)).error).toMatchObject({ error_type: 'ConflictException' });
    expect((await api.admin.send('POST', '/agents/import', file)).status).toBe(409);
    await api.app.get(ImportRunner, { strict: false }).run(id, '0199f0a0-0cc3-7d44-8b50-8888dd257360');
    expect(await agentCalled('alone@example.com')).toBeUndefined();
    expect(await finish(id)).toMatchObject({ created: 1 });
    expect((await api.admin.get('/agents/imports')).many('ImportDto')).toMatchObject([{ id, status: 'done' }]);
  });

  it('is started and watched by clients of the peer', async () => {
    const status = async () => (await api.admin.get('/agents/import/status')).one('ImportStatusDto');
    const none = { running: false, logs: [], total: 0, success: 0, errors: 0, started_at: null, ended_at: null };
    expect(await status()).toEqual(none);
    const file = form(['note', 'x'], ['file', lines('Ada,,peer.import@example.com,Agent,', 'Ada,,bad,Agent,')]);
    expect((await api.admin.send('POST', '/agents/import', file)).data).toBe(true);
    expect(await status()).toMatchObject({ running: true, total: 2, success: 0, errors: 1, ended_at: null });
    const [{ id } = { id: 0 }] = (await api.admin.get('/agents/imports')).many('ImportDto');
    await finish(id);
    expect(await status()).toMatchObject({
      ...{ running: false, total: 2, success: 1, errors: 1 },
      logs: ['Row 3: email must be an e-mail address, for example name@example.com'],
      ended_at: expect.any(String),
    });
  });

  it('gives its failed rows as a file that is harmless to spreadsheets, to be corrected and sent again', async () => {
    const header = 'First Name,E-Mail,Roles';
    const first = await bringIn(
      csv(
        [
          header,
          '"=1+1, ""x""",one@example.com,None',
          "'+Two,two@,Agent",
          'Three,three.failed@example.com',
          'Four,four.failed@example.com,Agent',
        ].join('\n'),
      ),
    );
    const file = await api.admin.get(`/agents/imports/${first.id}/failed.csv`);
    expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(file.headers.get('content-disposition')).toBe(`attachment; filename="failed-rows-${first.id}.csv"`);
    const [none, form] = [
      '"roles: there is no role called ""None"""',
      '"email must be an e-mail address, for example name@example.com"',
    ];
    expect(file.text.split('\n')).toEqual([
      `${header},reason`,
      `"'=1+1, ""x""",one@example.com,None,${none}`,
      `'+Two,two@,Agent,${form}`,
      'Three,three.failed@example.com,,"the row has 2 cells, and the header has 3"',
      '',
    ]);
    await api.rows('DELETE FROM agent_imports');
    const corrected = file.text
      .replace(',None,', ',Agent,')
      .replace('two@,', 'two@good.example.com,')
      .replace('com,,', 'com,Agent,');
    const second = await bringIn(csv(`${corrected}x,y,None,\n`));
    expect(second).toMatchObject({ total: 4, created: 3, failed: 1 });
    expect(await agentCalled('one@example.com')).toMatchObject({ first_name: '=1+1, "x"' });
    expect(await agentCalled('two@good.example.com')).toMatchObject({ first_name: '+Two' });
    const again = await api.admin.get(`/agents/imports/${second.id}/failed.csv`);
    expect(again.text.split('\n')[0]).toBe(`${header},reason`);
  });

  it('takes the file of an export: it has every agent with its roles and teams', async () => {
    const team = await api.team('A, "B"');
    const agent = await api.agent({ first_name: '@Ada', last_name: 'Ł', teams: [team.name] });
    const file = await api.admin.get('/agents/export.csv?role=Agent');
    expect(file.text.split('\n').slice(0, 2)).toEqual([
      HEADER,
      `'@Ada,Ł,${agent.email ?? ''},Agent,${quoted(quoted(team.name))}`,
    ]);
    const headers = { Authorization: basic(ADMIN.key, ADMIN.secret) };
    const bytes = await (await fetch(`${api.url}/api/v1/agents/export.csv`, { headers })).arrayBuffer();
    expect([...new Uint8Array(bytes, 0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(file.text).not.toContain(ADMIN.email);
    const only = await api.admin.get(`/agents/export.csv?team=${team.id}`);
    expect(only.text.split('\n')).toHaveLength(3);
    const { total, ...done } = await bringIn(csv(file.text), '?on_existing=update');
    expect(done).toMatchObject({ updated: total, failed: 0 });
    const after = (await api.admin.get(`/agents/${agent.id}`)).one('AgentDto');
    expect(after).toEqual({ ...agent, updated_at: after.updated_at });
    expect((await api.admin.get('/agents/export.csv?role=Agent')).text.split('\n').toSorted()).toEqual(
      file.text.split('\n').toSorted(),
    );
  });

  it('is watched by server-sent events, up to its end', async () => {
    const { id } = (await send(csv(lines('Ada,,watched@example.com,Agent,')))).one('ImportDto');
    const headers = { Authorization: basic(ADMIN.key, ADMIN.secret) };
    const stream = await fetch(`${api.url}/api/v1/agents/imports/${id}/events`, { headers });
    expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const chunks = (stream.body ?? new ReadableStream<Uint8Array>()).pipeThrough(new TextDecoderStream()).getReader();
    expect((await chunks.read()).value).toMatch(/^event: progress\ndata: \{.*"status":"waiting".*\}\n\n$/);
    await finish(id);
    const rest: string[] = [];
    for (let next = await chunks.read(); !next.done; next = await chunks.read()) rest.push(next.value);
    expect(rest.join('')).toMatch(/event: end\ndata: \{.*"status":"done".*\}\n\n$/);
  });

  it('is removed with its rows when it was kept for long enough, and not before', async () => {
    const { id } = await bringIn(csv(lines('Ada,,swept@example.com,Agent,')));
    const imports = api.app.get(Imports, { strict: false });
    const left = async () => (await api.rows('SELECT FROM import_rows')).length;
    await api.rows("UPDATE agent_imports SET ended_at = now() - interval '29 days'");
    await imports.sweep();
    expect(await left()).toBe(1);
    await api.rows("UPDATE agent_imports SET ended_at = now() - interval '31 days'");
    await imports.sweep();
    expect(await left()).toBe(0);
    expect((await api.admin.get(`/agents/imports/${id}`)).status).toBe(404);
    expect(await agentCalled('swept@example.com')).toMatchObject({ first_name: 'Ada' });
  });

  it('whose job failed for good says so, and makes way for the next', async () => {
    const { id } = (await send(csv(lines('Ada,,given.up@example.com,Agent,')))).one('ImportDto');
    await api.app.get(ImportRunner, { strict: false }).stop(id, 'It failed again and again');
    expect(await finish(id)).toMatchObject({ status: 'stopped', problem: 'It failed again and again', created: 0 });
    expect(await bringIn(csv(lines('Ada,,given.up@example.com,Agent,')))).toMatchObject({ created: 1 });
  });
});
