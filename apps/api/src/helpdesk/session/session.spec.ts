import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { Answer, Client } from '../../testing/client.js';
import type { Models } from '../../testing/description.js';
import { PLAN } from '../../testing/plan.js';
import { TestApi } from '../../testing/test-api.js';

const PASSWORD = 'Correct-Horse-7';

interface Browser {
  readonly client: Client;
  readonly csrf: Client;
  readonly agent: Models['AgentDto'];
}

describe('a session', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });

  afterAll(async () => {
    await api.close();
  });

  const person = (changes: object = {}) => api.agentWithPassword(PASSWORD, changes);
  const login = (email: string | null) => api.anonymous.post('/auth/login', { email, password: PASSWORD });
  const cookiesOf = (answer: Answer) => answer.headers.getSetCookie();
  const valueOf = (answer: Answer, name: string) =>
    cookiesOf(answer).flatMap((cookie) => new RegExp(`^${name}=([^;]*)`).exec(cookie)?.[1] ?? [])[0] ?? '';
  const browserOf = (answer: Answer): Browser => {
    const cookie = `theme=dark; rollcall_session=${valueOf(answer, 'rollcall_session')}; csrf_token=x`;
    const client = api.anonymous.with({ Cookie: cookie });
    const csrf = api.anonymous.with({ Cookie: cookie, 'X-CSRFTOKEN': valueOf(answer, 'csrf_token') });
    return { client, csrf, agent: answer.one('AgentDto') };
  };
  const browser = async (changes: object = {}) => browserOf(await login((await person(changes)).email));
  const isIn = async ({ client }: Browser) => (await client.get('/agents/me')).status === 200;
  const entries = async (agent: Models['AgentDto']) =>
    (
      await api.rows(
        "SELECT activity_type, actor_id::int, ip FROM activity_log WHERE target_model_id = $1 AND activity_type LIKE '%log%' ORDER BY id",
        [agent.id],
      )
    ).map(({ activity_type: type, actor_id: actor }) => [type, actor]);

  it('begins with a login, which shows the agent, and is a credential from then on', async () => {
    const agent = await person({ role: 'Admin' });
    const answer = await login(` ${agent.email?.toUpperCase() ?? ''} `);
    expect(answer.one('AgentDto')).toMatchObject({ id: agent.id, last_login_at: expect.any(String) });
    const { client, csrf } = browserOf(answer);
    expect((await client.get('/agents/me')).one('AgentDto').id).toBe(agent.id);
    expect((await client.get('/agents')).status).toBe(200);
    expect((await csrf.post('/teams', { name: api.unique('Team ') })).status).toBe(200);
    expect(await entries(agent)).toEqual([['agent_login', agent.id]]);
  });

  describe('that changes the own password', () => {
    const next = 'Another-Horse-8';
    const change = ({ csrf }: Browser, current_password: string, new_password = next) =>
      csrf.put('/agents/me/password', { current_password, new_password });

    it('stays, and is the only one; the new password is announced by mail', async () => {
      const agent = await person();
      const [here, elsewhere] = [browserOf(await login(agent.email)), browserOf(await login(agent.email))];
      const mails = async () => (await api.admin.get(`/agents/${agent.id}/mails`)).many('MailDto');
      const before = await mails();
      expect((await change(here, PASSWORD)).data).toBe(true);
      expect([await isIn(here), await isIn(elsewhere)]).toEqual([true, false]);
      expect((await login(agent.email)).status).toBe(401);
      const { status } = await api.anonymous.post('/auth/login', { email: agent.email, password: next });
      expect(status).toBe(200);
      expect(await mails()).toMatchObject([{ template: 'password-changed', to: agent.email }, ...before]);
      const path = `/activity-logs?activity_type=agent_password_set&target_model_id=${agent.id}`;
      const [entry] = (await api.admin.get(path)).one('ActivityPageDto').results;
      expect(entry).toMatchObject({
        actor_id: agent.id,
        activity_description: expect.stringContaining('by its current one'),
      });
    });

    it('knows the current one, and a good new one; nothing is changed otherwise', async () => {
      const here = await browser();
      const before = await api.stored();
      expect(await change(here, 'Wrong-Horse-7')).toMatchObject({ status: 400, fields: ['current_password'] });
      expect(await change(here, PASSWORD, 'weak')).toMatchObject({ status: 400, fields: ['new_password'] });
      const { client } = await api.agentWith();
      const passwords = { current_password: PASSWORD, new_password: next };
      expect(await client.put('/agents/me/password', passwords)).toMatchObject({ fields: ['current_password'] });
      expect((await login(here.agent.email)).status).toBe(200);
      expect((await api.stored()).mails).toEqual(before.mails);
    });

    it('takes no key with limits, which could not sign in with the new password', async () => {
      const agent = await person({ role: 'Admin' });
      const key = (
        await api.admin.post(`/agents/${agent.id}/api-keys`, { name: 'part', scopes: ['users:manage'] })
      ).one('IssuedApiKeyDto');
      const client = api.as(String(key.api_key), String(key.api_secret));
      const passwords = { current_password: PASSWORD, new_password: next };
      expect((await client.put('/agents/me/password', passwords)).status).toBe(403);
      expect((await login(agent.email)).status).toBe(200);
    });

    it('lets one of many through that come at the same time', async () => {
      const here = await browser();
      const answers = await Promise.all([1, 2, 3, 4].map((n) => change(here, PASSWORD, `${next}${n}`)));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400, 400, 400]);
    });
  });

  it('is known by two cookies, of which scripts can read the one and nobody elsewhere either', async () => {
    const answer = await login((await person()).email);
    expect(cookiesOf(answer)).toEqual([
      expect.stringMatching(
        /^rollcall_session=[\w-]{43}; Max-Age=604800; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/,
      ),
      expect.stringMatching(/^csrf_token=[\w-]{43}; Max-Age=604800; Path=\/; Expires=[^;]+; SameSite=Lax$/),
    ]);
    const stored = JSON.stringify(await api.rows('SELECT * FROM sessions'));
    for (const name of ['rollcall_session', 'csrf_token']) expect(stored).not.toContain(valueOf(answer, name));
  });

  it('changes nothing for a page that cannot read the cookies', async () => {
    const { client, csrf } = await browser({ role: 'Admin' });
    const before = await api.stored();
    expect((await client.post('/teams', { name: 'Forged' })).status).toBe(403);
    expect((await client.delete('/auth/sessions')).status).toBe(403);
    const refused = await client.put('/agents/me/availability', { status: 'online' });
    expect(refused.status).toBe(403);
    expect(refused.error.message).toContain('X-CSRFTOKEN');
    expect((await client.post('/user/create_live_agent', {})).status).toBe(403);
    expect(await api.stored()).toEqual(before);
    expect((await csrf.put('/agents/me/availability', { status: 'online' })).status).toBe(200);
  });

  it.each(['change_billing_plan', 'refresh_billing_cycle'])(
    'changes nothing by GET or HEAD of %s either, where a link is enough to be sent with it',
    async (route) => {
      const { client, csrf, agent } = await browser({ role: 'Admin' });
      const [agency] = await api.rows('SELECT id FROM agencies');
      const agencyId = String(agency?.id);
      const plan = await api.admin.post(`/agency/billing/${agencyId}/billing_plan`, PLAN);
      const query = new URLSearchParams({
        agency_id: agencyId,
        subaccount_user_id: String((await api.rows('SELECT uuid FROM agents WHERE id = $1', [agent.id]))[0]?.uuid),
        new_billing_plan_id: plan.one('BillingPlanDto').id,
        next_billing_cycle_in_months: '1',
      });
      const path = `/agency/billing/subaccount/${route}?${query.toString()}`;
      const before = await api.stored();
      for (const method of ['GET', 'POST']) expect((await client.send(method, path)).status).toBe(403);
      for (const sent of [client, csrf]) expect((await sent.send('HEAD', path)).status).toBe(405);
      expect(await api.stored()).toEqual(before);
      expect((await csrf.get(path)).status).toBe(200);
    },
  );

  it.each(['cross-site', 'same-site'])('and a key are of no use to pages that the browser calls %s', async (site) => {
    const { csrf } = await browser({ role: 'Admin' });
    const headers = { 'Sec-Fetch-Site': site, Origin: 'https://evil.example' };
    const before = await api.stored();
    for (const client of [csrf, api.admin]) {
      const refused = await client.send('POST', '/teams', { json: { name: 'Forged' }, headers });
      expect(refused.status).toBe(403);
      expect(refused.error.message).toContain('CORS_ORIGINS');
      expect((await client.send('GET', '/agents/me', { headers })).status).toBe(200);
    }
    expect(await api.stored()).toEqual(before);
    for (const own of ['same-origin', 'none'])
      expect(
        (await api.admin.send('POST', '/teams', { json: { name: api.unique() }, headers: { 'Sec-Fetch-Site': own } }))
          .status,
      ).toBe(200);
  });

  it('takes the token of another session for none', async () => {
    const [one, other] = [await login((await person()).email), await login((await person()).email)];
    const mixed = api.anonymous.with({
      Cookie: `rollcall_session=${valueOf(one, 'rollcall_session')}`,
      'X-CSRFTOKEN': valueOf(other, 'csrf_token'),
    });
    expect((await mixed.put('/agents/me/availability', { status: 'online' })).status).toBe(403);
  });

  it('is listed to its owner, who can end it or all others', async () => {
    const agent = await person();
    const sessions = [
      browserOf(await login(agent.email)),
      browserOf(await login(agent.email)),
      browserOf(await login(agent.email)),
    ];
    const [first, second, third] = sessions;
    if (!first || !second || !third) throw new Error('Three logins');
    const listed = (await third.client.get('/auth/sessions')).many('SessionDto');
    expect(listed.map(({ current }) => current)).toEqual([true, false, false]);
    expect(listed[0]).toMatchObject({ ip: '127.0.0.1', user_agent: 'node' });
    await third.csrf.delete(`/auth/sessions/${listed[1]?.id ?? 0}`);
    expect(await Promise.all(sessions.map(isIn))).toEqual([true, false, true]);
    expect((await third.csrf.delete(`/auth/sessions/${listed[1]?.id ?? 0}`)).status).toBe(404);
    await third.csrf.delete('/auth/sessions');
    expect(await Promise.all(sessions.map(isIn))).toEqual([false, false, true]);
    await third.csrf.delete('/auth/sessions');
    expect((await entries(agent)).slice(3)).toEqual([
      ['agent_logout', agent.id],
      ['agent_logout', agent.id],
    ]);
  });

  it('is none of another agent’s business', async () => {
    const [mine, theirs] = [await browser(), await browser()];
    const [{ id } = { id: 0 }] = (await theirs.client.get('/auth/sessions')).many('SessionDto');
    expect((await mine.csrf.delete(`/auth/sessions/${id}`)).status).toBe(404);
    await mine.csrf.delete('/auth/sessions');
    expect(await isIn(theirs)).toBe(true);
  });

  it.each<[string, (agent: Models['AgentDto']) => Promise<unknown>]>([
    ['it is disabled', (agent) => api.admin.put(`/agents/${agent.id}`, { ...agent, enabled: false })],
    ['it is deleted', (agent) => api.admin.delete(`/agents/${agent.id}`)],
    [
      'it gets a new password',
      (agent) => api.admin.put(`/agents/${agent.id}`, { ...agent, new_password: 'Other-Horse-7' }),
    ],
    [
      'it sets a password by a mailed link',
      async (agent) => {
        const body = { token: await api.passwordToken(agent.id), password: 'Other-Horse-7' };
        expect((await api.anonymous.post('/agents/set-password', body)).status).toBe(200);
      },
    ],
  ])('ends when %s, and does not come back', async (_when, end) => {
    const session = await browser();
    await end(session.agent);
    expect(await isIn(session)).toBe(false);
    await api.rows('UPDATE agents SET enabled = true, deleted_at = NULL WHERE id = $1', [session.agent.id]);
    expect(await isIn(session)).toBe(false);
  });

  it('goes on when something else of the agent changes', async () => {
    const session = await browser();
    await api.admin.put(`/agents/${session.agent.id}`, { ...session.agent, first_name: 'Augusta', role: 'Admin' });
    expect((await session.client.get('/agents')).status).toBe(200);
  });

  it.each([
    ['twelve hours after its last use', "last_seen_at = now() - interval '12 hours 1 minute'"],
    ['a week after it began', "created_at = now() - interval '7 days 1 minute'"],
  ])('ends %s, and is cleared away by the next login', async (_when, change) => {
    const session = await browser();
    await api.rows(`UPDATE sessions SET ${change} WHERE agent_id = $1`, [session.agent.id]);
    expect(await isIn(session)).toBe(false);
    await login(session.agent.email);
    expect(await api.rows('SELECT id FROM sessions WHERE agent_id = $1', [session.agent.id])).toHaveLength(1);
  });

  it.each([
    ['less than twelve hours after its last use', "last_seen_at = now() - interval '11 hours 59 minutes'"],
    ['less than a week after it began', "created_at = now() - interval '6 days 23 hours 59 minutes'"],
  ])('goes on %s', async (_when, change) => {
    const session = await browser();
    await api.rows(`UPDATE sessions SET ${change} WHERE agent_id = $1`, [session.agent.id]);
    expect(await isIn(session)).toBe(true);
  });
});

describe('a session behind HTTPS', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start({ settings: { PUBLIC_URL: 'https://support.example.com' } });
  });

  afterAll(async () => {
    await api.close();
  });

  it('is known by cookies that travel by HTTPS alone, and that no neighbouring host can plant', async () => {
    const agent = await api.agentWithPassword(PASSWORD);
    const answer = await api.anonymous.post('/auth/login', { email: agent.email, password: PASSWORD });
    const cookies = answer.headers.getSetCookie();
    expect(cookies).toEqual([
      expect.stringMatching(/^__Host-rollcall_session=[\w-]{43}; .*Path=\/; .*HttpOnly; Secure; SameSite=Lax$/),
      expect.stringMatching(/^csrf_token=[\w-]{43}; .*Secure; SameSite=Lax$/),
    ]);
    const whoAmI = async (cookie = '') => (await api.anonymous.with({ Cookie: cookie }).get('/agents/me')).status;
    const [session] = cookies[0]?.split(';', 1) ?? [];
    expect(await whoAmI(session)).toBe(200);
    expect(await whoAmI(session?.replace('__Host-', ''))).toBe(401);
    expect((await api.root.with({ Cookie: session ?? '' }).get('/logout')).headers.getSetCookie()[0]).toMatch(
      /^__Host-rollcall_session=; .*Secure/,
    );
  });
});
