import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { ADMIN, basic, type TestAgent, TestApi } from '../../testing/test-api.js';

describe('the own agent and its credentials', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });

  afterAll(async () => {
    await api.close();
  });

  describe('/agents/me', () => {
    it('is the caller, with its permissions, teams and the public half of its key', async () => {
      const team = await api.team();
      const { agent, client, key } = await api.withKey(await api.agent({ teams: [team.name] }));
      const me = (await client.get('/agents/me')).one('AgentDto');
      expect(me).toMatchObject({ id: agent.id, email: agent.email, permissions: agent.permissions, api_key: key });
      expect((await client.get('/agents/me/teams')).many('TeamDto')).toEqual([team]);
    });

    it('needs no permission', async () => {
      const { client } = await api.agentWith();
      expect((await client.get('/agents/me')).one('AgentDto').permissions).toEqual([]);
      expect((await client.get('/agents/me/teams')).data).toEqual([]);
      expect((await client.put('/agents/me/availability', { status: 'online' })).status).toBe(200);
    });
  });

  describe('the availability', () => {
    let caller: TestAgent;
    const set = async (status: string, source?: string | null) =>
      (await caller.client.put('/agents/me/availability', { status, source })).one('AgentDto').availability_status;

    beforeAll(async () => {
      caller = await api.agentWith();
    });

    it('is set to each of the words, the older ones included', async () => {
      for (const status of ['online', 'away', 'away_manual', 'offline', 'away_and_reassigning'])
        expect(await set(status)).toBe(status);
      expect(await set('available')).toBe('online');
      expect(await set('busy', 'user')).toBe('away_manual');
      expect(await set('offline', null)).toBe('offline');
    });

    it.each(['away_manual', 'away_and_reassigning'])(
      '%s is overridden by the user, never by idleness',
      async (chosen) => {
        await set(chosen);
        for (const status of ['online', 'away', 'offline']) expect(await set(status, 'idle')).toBe(chosen);
        expect(await set('online', 'user')).toBe('online');
      },
    );

    it.each(['online', 'away', 'offline'])('%s is overridden by idleness', async (status) => {
      await set(status);
      expect(await set('away', 'idle')).toBe('away');
      await set(status);
      expect(await set('away_manual', 'idle')).toBe('away_manual');
      await set('online');
    });

    it('leaves an entry when it changes, and none when it does not', async () => {
      await set('offline');
      const entries = await api.activityDuring(async () => {
        for (const status of ['online', 'online', 'away', 'busy', 'away_and_reassigning', 'offline']) await set(status);
      });
      const { id } = caller.agent;
      const entry = (type: string) => ({ type, actor: id, target: 'agent', id, ip: expect.any(String) });
      expect(entries).toEqual([
        entry('agent_online'),
        entry('agent_away'),
        entry('agent_away'),
        entry('agent_away_reassigned'),
        entry('agent_updated'),
      ]);
      await set('away_manual');
      expect(await api.activityDuring(() => set('online', 'idle'))).toEqual([]);
    });

    it('leaves no entry for the breaks that an idle client reports, which nobody does', async () => {
      await set('online');
      const entries = await api.activityDuring(async () => {
        expect(await set('away', 'idle')).toBe('away');
        expect(await set('online', 'idle')).toBe('online');
      });
      expect(entries).toEqual([]);
    });

    it.each([
      ['status', [undefined, null, '', 5, {}, [], ['online'], 'gone', 'ONLINE', 'constructor', '__proto__']],
      ['source', ['', 5, {}, [], 'robot']],
    ])('refuses a wrong %s by its name and changes nothing', async (field, values) => {
      const before = await api.stored();
      for (const value of values) {
        const answer = await caller.client.put('/agents/me/availability', { status: 'online', [field]: value });
        expect({ value, status: answer.status, fields: answer.fields }).toEqual({
          value,
          status: 400,
          fields: [field],
        });
      }
      expect(await api.stored()).toEqual(before);
    });
  });

  describe('an API key', () => {
    it('has the form of the contract, is stored as a hash alone and shown nowhere again', async () => {
      const { agent, key, secret } = await api.withKey(await api.agent());
      expect(key).toMatch(/^[A-Za-z0-9]{32}$/);
      expect(secret).toMatch(/^[A-Za-z0-9]{64}$/);
      const answer = await api.admin.get(`/agents/${agent.id}`);
      expect(answer.one('AgentDto').api_key).toBe(key);
      expect(answer.text).not.toContain(secret);
      expect(JSON.stringify(await api.stored())).not.toContain(secret);
    });

    it.each([
      ['Basic', (key: string, secret: string) => basic(key, secret)],
      ['basic', (key: string, secret: string) => basic(key, secret).replace('Basic', 'basic')],
      ['token', (key: string, secret: string) => `token ${key}:${secret}`],
      ['TOKEN', (key: string, secret: string) => `TOKEN ${key}:${secret}`],
    ])('lets its agent in by the scheme %s', async (_scheme, authorization) => {
      const { agent, key, secret } = await api.withKey(await api.agent());
      const client = api.anonymous.with({ Authorization: authorization(key, secret) });
      expect((await client.get('/agents/me')).one('AgentDto').id).toBe(agent.id);
    });

    it.each([
      ['no scheme', `${ADMIN.key}:${ADMIN.secret}`],
      ['an unknown scheme', `Bearer ${ADMIN.key}:${ADMIN.secret}`],
      ['no secret', `token ${ADMIN.key}`],
      ['an empty secret', basic(ADMIN.key, '')],
      ['another secret', basic(ADMIN.key, ADMIN.secret.replace('A', 'B'))],
      ['a secret too long', basic(ADMIN.key, `${ADMIN.secret}0`)],
      ['a key in another case', basic(ADMIN.key.toLowerCase(), ADMIN.secret)],
      ['an unknown key', basic('k'.repeat(32), ADMIN.secret)],
      ['no base64', 'Basic ****'],
      ['nothing', 'Basic'],
      ['a quote', basic("' OR 1=1 --", ADMIN.secret)],
      ['a NUL byte', basic('\0'.repeat(32), '\0'.repeat(64))],
    ])('lets nobody in with %s', async (_what, authorization) => {
      const answer = await api.anonymous.with({ Authorization: authorization }).get('/agents/me');
      expect(answer).toMatchObject({ status: 401, error: { error_type: 'UnauthorizedException', data: null } });
      expect(answer.headers.get('www-authenticate')).toContain('Basic');
    });

    it('asks a page for a session, since a browser would ask a person for a key and a secret', async () => {
      const page = api.anonymous.with({ Cookie: `rollcall_session=${'s'.repeat(43)}`, 'X-CSRFTOKEN': 'none' });
      const answer = await page.get('/agents/me');
      expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Session realm="Rollcall"']);
    });

    it('replaces the one before, which is refused from then on', async () => {
      const first = await api.withKey(await api.agent());
      const second = await api.withKey(first.agent);
      expect((await first.client.get('/agents/me')).status).toBe(401);
      expect((await second.client.get('/agents/me')).status).toBe(200);
    });

    it('is revoked once, leaving an entry, as making it does', async () => {
      const agent = await api.agent();
      let client = api.anonymous;
      const entries = await api.activityDuring(async () => {
        client = (await api.withKey(agent)).client;
        expect((await api.admin.delete(`/agents/${agent.id}/api-key`)).data).toBe(true);
        expect((await api.admin.delete(`/agents/${agent.id}/api-key`)).data).toBe(true);
      });
      expect((await client.get('/agents/me')).status).toBe(401);
      expect(entries).toMatchObject([
        { type: 'api_key_created', target: 'agent', id: agent.id },
        { type: 'api_key_revoked', target: 'agent', id: agent.id },
      ]);
      expect((await api.admin.get(`/agents/${agent.id}`)).one('AgentDto').api_key).toBeNull();
    });

    it('is refused while its agent is disabled and good again afterwards', async () => {
      const { agent, client } = await api.agentWith();
      const enable = (enabled: boolean) => api.admin.put(`/agents/${agent.id}`, { ...agent, enabled });
      await enable(false);
      expect((await client.get('/agents/me')).status).toBe(401);
      await enable(true);
      expect((await client.get('/agents/me')).status).toBe(200);
    });

    it('loses a permission at once when its role does', async () => {
      const role = await api.role('users:manage');
      const { client } = await api.withKey(await api.agent({ role: role.name }));
      expect((await client.get('/agents')).status).toBe(200);
      await api.admin.put(`/roles/${role.id}`, { name: role.name, permissions: [] });
      expect((await client.get('/agents')).status).toBe(403);
    });
  });

  describe('the mails', () => {
    it('are listed newest first, and a fresh welcome mail is one of them', async () => {
      const agent = await api.agent({ send_welcome_email: true });
      const [first] = (await api.admin.get(`/agents/${agent.id}/mails`)).many('MailDto');
      const fresh = (await api.admin.post(`/agents/${agent.id}/welcome-email`)).one('MailDto');
      expect(fresh).toMatchObject({ to: agent.email, template: 'welcome', status: 'queued' });
      expect((await api.admin.get(`/agents/${agent.id}/mails`)).data).toEqual([fresh, first]);
      expect(await api.rows(`SELECT FROM job_outbox WHERE payload = $1`, [{ mailId: fresh.id }])).toHaveLength(1);
    });

    it('are not sent to a disabled agent or to one without an address', async () => {
      const disabled = await api.agent({ enabled: false });
      const addressless = await api.agent();
      await api.rows('UPDATE agents SET email = NULL WHERE id = $1', [addressless.id]);
      for (const { id } of [disabled, addressless])
        expect(await api.admin.post(`/agents/${id}/welcome-email`)).toMatchObject({
          status: 422,
          error: { error_type: 'DataException' },
        });
      expect((await api.admin.get(`/agents/${addressless.id}`)).one('AgentDto').email).toBeNull();
    });
  });

  // The last of all, since nothing serves afterwards.
  it('when the api stops, it has noted when keys and agents were last seen', async () => {
    const used = await api.withKey(await api.agent());
    const unused = await api.withKey(await api.agent());
    const before = new Date();
    await used.client.get('/agents/me');
    const after = new Date();
    await api.stop();
    const seen = await api.rows(
      `SELECT k.key, k.last_used_at BETWEEN $1 AND $2 AND last_active_at = last_used_at AS noted
       FROM agents a JOIN api_keys k ON k.agent_id = a.id WHERE k.key IN ($3, $4) ORDER BY a.id`,
      [before, after, used.key, unused.key],
    );
    expect(seen).toEqual([
      { key: used.key, noted: true },
      { key: unused.key, noted: null },
    ]);
  });
});
