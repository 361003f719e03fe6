import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseSetCookie, stringifyCookie } from 'cookie';

import { entriesDuring } from '../../testing/activity.js';
import { Authenticator, codeOf } from '../../testing/authenticator.js';
import type { Answer, Client } from '../../testing/client.js';
import type { Models } from '../../testing/description.js';
import { TestApi, type TestSession } from '../../testing/test-api.js';

const PASSWORD = 'Correct-Horse-7';

/** An agent that signs in with a password and an app. */
interface Protected {
  readonly agent: Models['AgentDto'];
  readonly session: TestSession;
  readonly app: Authenticator;
}

describe('second factors', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start({ settings: { SECRETS_KEY: 'a-key-for-secrets-of-32-characters' } });
  });

  afterAll(async () => {
    await api.close();
  });

  const protectedAgent = async (changes: object = {}): Promise<Protected> => {
    const agent = await api.agentWithPassword(PASSWORD, changes);
    const session = await api.login(String(agent.email), PASSWORD);
    return { agent, session, app: await Authenticator.enrolled(api, session) };
  };
  const cookiesOf = ({ headers }: Answer) =>
    Object.fromEntries(
      headers
        .getSetCookie()
        .map((text) => parseSetCookie(text))
        .map(({ name, value }) => [name, value]),
    );
  const password = ({ agent }: Pick<Protected, 'agent'>) =>
    api.anonymous.post('/auth/login', { email: agent.email, password: PASSWORD });
  /** The browser of a login that waits for the second factor. */
  const waiting = async (who: Pick<Protected, 'agent'>) =>
    api.anonymous.with({ Cookie: stringifyCookie(cookiesOf(await password(who))) });
  const show = (browser: Client, code: string) => browser.post('/auth/second-factor', { code });
  /** Lets this much time pass for what the sessions of an agent have shown. */
  const age = ({ agent }: Pick<Protected, 'agent'>, minutes: number) =>
    api.rows(
      `UPDATE sessions SET created_at = created_at - make_interval(mins => $2), factor_at = factor_at - make_interval(mins => $2)
       WHERE agent_id = $1`,
      [agent.id, minutes],
    );
  const refused = (error_type: string) => ({ status: 403, error: { error_type } });
  const isIn = async (client: Client) => (await client.get('/agents/me/teams')).status === 200;
  const countOf = async (table: string, { agent }: Pick<Protected, 'agent'>) =>
    (await api.rows(`SELECT count(*)::int FROM ${table} WHERE agent_id = $1`, [agent.id]))[0]?.count;

  describe('at a login', () => {
    it('make the right password a refusal that names the code, with no session', async () => {
      const who = await protectedAgent();
      const answer = await password(who);
      expect(answer).toMatchObject({ status: 401, error: { error_type: 'UnauthorizedException' }, fields: ['code'] });
      expect(Object.keys(cookiesOf(answer))).toEqual(['rollcall_login']);
      expect(answer.headers.getSetCookie()[0]).toMatch(/HttpOnly.*SameSite=Strict/);
      expect(await countOf('sessions', who)).toBe(1);
      const browser = await waiting(who);
      expect([(await browser.get('/agents/me')).status, (await browser.get('/auth/sessions')).status]).toEqual([
        401, 401,
      ]);
    });

    it('complete it by a code, in the browser of the password alone', async () => {
      const who = await protectedAgent();
      const browser = await waiting(who);
      const code = await who.app.code();
      expect((await show(api.anonymous, code)).status).toBe(401);
      expect((await show(api.anonymous.with({ Cookie: `rollcall_login=${'x'.repeat(43)}` }), code)).status).toBe(401);
      const entries = await entriesDuring(api, async () => {
        const answer = await show(browser, code);
        expect(answer.one('AgentDto').id).toBe(who.agent.id);
        const { rollcall_session: secret, rollcall_login: left } = cookiesOf(answer);
        expect([secret, left]).toEqual([expect.stringMatching(/^[\w-]{43}$/), '']);
        expect(await isIn(api.anonymous.with({ Cookie: `rollcall_session=${String(secret)}` }))).toBe(true);
      });
      expect(entries).toMatchObject([{ activity_type: 'agent_login', actor_id: who.agent.id }]);
      expect(entries[0]?.activity_description).toContain('logged in by password and a code of an app');
    });

    it('take each code once, also of many at once, and one within 30 seconds', async () => {
      const who = await protectedAgent();
      const used = who.app.codeIn(0);
      expect((await show(await waiting(who), used)).status).toBe(401);
      expect((await show(await waiting(who), who.app.codeIn(-30))).status).toBe(401);
      const browsers = [await waiting(who), await waiting(who), await waiting(who)];
      const next = who.app.codeIn(30);
      const answers = await Promise.all(browsers.map((browser) => show(browser, next)));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401, 401]);
      await api.rows('UPDATE second_factors SET last_step = NULL WHERE id = $1', [who.app.id]);
      expect((await show(await waiting(who), who.app.codeIn(-90))).status).toBe(401);
      expect((await show(await waiting(who), who.app.codeIn(90))).status).toBe(401);
    });

    it('are stood in for by ten recovery codes, each once, however it is typed', async () => {
      const who = await protectedAgent();
      const [first = '', second = ''] = who.app.recoveryCodes;
      expect(new Set(who.app.recoveryCodes).size).toBe(10);
      const browsers = [await waiting(who), await waiting(who)];
      const answers = await Promise.all(browsers.map((browser) => show(browser, first)));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401]);
      expect((await show(await waiting(who), second.toUpperCase().replaceAll('-', ' '))).status).toBe(200);
      const { client } = who.session;
      expect((await client.get('/agents/me/second-factors')).one('SecondFactorsDto').recovery_codes_left).toBe(8);
      const renewed = (await client.post('/agents/me/recovery-codes')).one('RecoveryCodesDto').recovery_codes;
      expect((await show(await waiting(who), who.app.recoveryCodes[2] ?? '')).status).toBe(401);
      expect((await show(await waiting(who), renewed[0] ?? '')).status).toBe(200);
    });

    it('are not shown after five minutes, a new password, the end of the sessions or the agent', async () => {
      const who = await protectedAgent();
      const spoils: (() => Promise<unknown>)[] = [
        () => api.rows("UPDATE sign_in_steps SET expires_at = now() - interval '1 second'"),
        () => api.admin.put(`/agents/${who.agent.id}`, { ...who.agent, new_password: PASSWORD }),
        () => api.admin.delete(`/agents/${who.agent.id}/sessions`),
        () => api.admin.put(`/agents/${who.agent.id}`, { ...who.agent, enabled: false }),
      ];
      for (const spoil of spoils) {
        const browser = await waiting(who);
        await spoil();
        expect((await show(browser, await who.app.code())).status).toBe(401);
      }
    });

    it('are guessed ten times in an hour and no more, each with an entry that names the factor', async () => {
      const who = await protectedAgent();
      const browser = await waiting(who);
      const entries = await entriesDuring(api, async () => {
        for (let tries = 0; tries < 9; tries++) await show(browser, '000 000');
        await show(browser, 'aaaa-aaaa-aaaa-aaaa');
        expect((await show(browser, await who.app.code())).status).toBe(429);
        expect((await show(await waiting(who), who.app.recoveryCodes[0] ?? '')).status).toBe(429);
      });
      expect(entries.map(({ activity_type }) => activity_type)).toEqual(
        Array.from({ length: 10 }, () => 'login_failed'),
      );
      expect(entries[0]).toMatchObject({ actor_id: null, target_model_id: who.agent.id });
      expect(entries[0]?.activity_description).toContain('by a wrong code of an app, after the right password');
      expect(entries[9]?.activity_description).toContain('by a wrong recovery code');
    });

    it('are not asked for where there are keys, nor where there is no second factor', async () => {
      const who = await protectedAgent({ role: 'Admin' });
      const { client } = await api.withKey(who.agent);
      expect((await client.get('/agents')).status).toBe(200);
      await who.session.client.delete(`/agents/me/second-factors/${who.app.id}`);
      expect((await password(who)).status).toBe(200);
      expect(await countOf('recovery_codes', who)).toBe(0);
    });
  });

  describe('of oneself', () => {
    it('are set up, named, listed and removed, with entries, and kept sealed and hashed', async () => {
      const who = await protectedAgent();
      const { client } = who.session;
      const named = await client.put(`/agents/me/second-factors/${who.app.id}`, { name: 'Tablet' });
      expect(named.one('SecondFactorDto')).toMatchObject({ id: who.app.id, name: 'Tablet', kind: 'totp' });
      const begun = (await client.post('/agents/me/second-factors/totp', { name: 'Left' })).one('BegunFactorDto');
      expect(begun.uri).toMatch(/^otpauth:\/\/totp\/.*issuer=/);
      const listed = (await client.get('/agents/me/second-factors')).one('SecondFactorsDto');
      expect(listed).toMatchObject({ factors: [{ name: 'Tablet' }], recovery_codes_left: 10, needed_from: null });
      const stored = JSON.stringify(await api.rows('SELECT * FROM second_factors'));
      expect(stored).toContain('sealed:');
      expect(stored).not.toContain(begun.secret);
      const entries = await entriesDuring(api, () => client.delete(`/agents/me/second-factors/${who.app.id}`));
      expect(entries).toMatchObject([{ activity_type: 'mfa_removed', target_model_id: who.agent.id }]);
      expect((await client.get(`/agents/me/second-factors`)).one('SecondFactorsDto').factors).toEqual([]);
    });

    it('count once they are confirmed, by their own code, within ten minutes', async () => {
      const agent = await api.agentWithPassword(PASSWORD);
      const { client } = await api.login(String(agent.email), PASSWORD);
      const begin = async () =>
        (await client.post('/agents/me/second-factors/totp', { name: 'Phone' })).one('BegunFactorDto');
      const confirm = (id: number, code: string) => client.post(`/agents/me/second-factors/${id}/confirm`, { code });
      const [first, second] = [await begin(), await begin()];
      expect((await confirm(first.id, codeOf(first.secret))).status).toBe(404);
      expect((await confirm(second.id, codeOf(first.secret))).fields).toEqual(['code']);
      expect((await password({ agent })).status).toBe(200);
      await api.rows("UPDATE second_factors SET created_at = created_at - interval '10 minutes' WHERE id = $1", [
        second.id,
      ]);
      expect((await confirm(second.id, codeOf(second.secret))).status).toBe(404);
      const third = await begin();
      const entries = await entriesDuring(api, () => confirm(third.id, codeOf(third.secret)));
      expect(entries).toMatchObject([{ activity_type: 'mfa_enrolled', target_model_id: agent.id }]);
      expect((await password({ agent })).status).toBe(401);
    });

    it('are changed by nobody else, by no key, and in no session that is older than ten minutes', async () => {
      const [who, other] = [await protectedAgent(), await protectedAgent()];
      const path = `/agents/me/second-factors/${who.app.id}`;
      expect((await other.session.client.delete(path)).status).toBe(404);
      const { client: byKey } = await api.withKey(who.agent);
      expect(await byKey.delete(path)).toMatchObject(refused('PermissionException'));
      await age(who, 11);
      const { client } = who.session;
      const calls = [
        await client.put(path, { name: 'Mine' }),
        await client.post('/agents/me/second-factors/totp', { name: 'Mine' }),
        await client.post('/agents/me/recovery-codes'),
        await client.delete(path),
      ];
      for (const call of calls) expect(call).toMatchObject(refused('SecondFactorNeededException'));
      const agent = await api.agentWithPassword(PASSWORD);
      const session = await api.login(String(agent.email), PASSWORD);
      await age({ agent }, 11);
      expect(await session.client.post('/agents/me/second-factors/totp', { name: 'Mine' })).toMatchObject(
        refused('SignInNeededException'),
      );
    });
  });

  describe('in a session', () => {
    it('are asked for again after ten minutes by what gives lasting access, and shown by a call', async () => {
      const who = await protectedAgent({ role: 'Admin' });
      const { client } = who.session;
      const other = await api.agentWithPassword(PASSWORD);
      const path = `/agents/${other.id}`;
      const calls: (() => Promise<Answer>)[] = [
        () => client.post(`${path}/api-keys`, { name: api.unique('key'), kind: 'pair' }),
        () => client.post(`${path}/api-key`),
        () => client.put(path, { ...other, email: `${api.unique('new')}@example.com` }),
        () => client.put(path, { ...other, new_password: 'Other-Horse-7' }),
        () => client.put('/agents/me/password', { current_password: PASSWORD, new_password: PASSWORD }),
      ];
      await age(who, 11);
      const before = await api.stored();
      for (const call of calls) expect(await call()).toMatchObject(refused('SecondFactorNeededException'));
      expect(await api.stored()).toEqual(before);
      expect((await client.put(path, { ...other, first_name: 'Grace' })).status).toBe(200);
      const entries = await entriesDuring(api, async () => {
        expect((await client.post('/auth/step-up', { code: '000000' })).fields).toEqual(['code']);
        expect((await client.post('/auth/step-up', { code: await who.app.code() })).data).toBe(true);
      });
      expect(entries).toMatchObject([{ activity_type: 'login_failed', target_model_id: who.agent.id }]);
      for (const call of calls) expect((await call()).status).toBe(200);
    });

    it('that has begun before they were enrolled are asked for too, and a key is not', async () => {
      const agent = await api.agentWithPassword(PASSWORD, { role: 'Admin' });
      const [here, elsewhere] = [
        await api.login(String(agent.email), PASSWORD),
        await api.login(String(agent.email), PASSWORD),
      ];
      await Authenticator.enrolled(api, here);
      const makeKey = (client: Client) =>
        client.post(`/agents/${agent.id}/api-keys`, { name: api.unique('key'), kind: 'pair' });
      expect((await makeKey(here.client)).status).toBe(200);
      expect(await makeKey(elsewhere.client)).toMatchObject(refused('SecondFactorNeededException'));
      expect((await makeKey((await api.withKey(agent)).client)).status).toBe(200);
    });
  });

  describe('that a role needs', () => {
    const soon = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
    const need = async (client: Client, id: number, needed_from: string | null) =>
      client.put(`/roles/${id}/second-factor`, { needed_from });

    it('are reminded of until the time, and hold sessions back from then on until one is enrolled', async () => {
      const role = await api.role('users:manage');
      const agent = await api.agentWithPassword(PASSWORD, { role: role.name });
      const session = await api.login(String(agent.email), PASSWORD);
      const later = soon(60);
      expect((await need(api.admin, role.id, later)).one('RoleFactorDto')).toEqual({ needed_from: later });
      const reminder = (await session.client.get('/agents/me/second-factors')).one('SecondFactorsDto');
      expect(reminder).toMatchObject({ factors: [], needed_from: later });
      expect((await session.client.get('/agents')).status).toBe(200);
      await need(api.admin, role.id, soon(0));
      for (const path of ['/agents', '/agents/me/teams', '/user', '/agents/stream'])
        expect((await session.client.get(path)).status).toBe(403);
      expect(await session.client.get('/agents')).toMatchObject(refused('EnrolmentNeededException'));
      expect((await session.client.get('/agents/me')).status).toBe(200);
      expect((await (await api.withKey(agent)).client.get('/agents')).status).toBe(200);
      const app = await Authenticator.enrolled(api, session);
      expect((await session.client.get('/agents')).status).toBe(200);
      await session.client.delete(`/agents/me/second-factors/${app.id}`);
      expect((await session.client.get('/agents')).status).toBe(403);
    });

    it('are needed by Admin as well, and decided by those alone who hold what the role permits', async () => {
      const [admin] = (await api.admin.get('/roles')).many('RoleDto').filter(({ name }) => name === 'Admin');
      const id = admin?.id ?? 0;
      const { client } = await api.agentWith('roles:manage');
      expect(await need(client, id, soon(60))).toMatchObject(refused('PermissionException'));
      const entries = await entriesDuring(api, () => need(api.admin, id, soon(60)));
      expect(entries).toMatchObject([{ activity_type: 'role_updated', target_model_id: id }]);
      expect((await api.admin.get(`/roles/${id}/second-factor`)).one('RoleFactorDto').needed_from).not.toBeNull();
      expect((await need(api.admin, id, null)).one('RoleFactorDto')).toEqual({ needed_from: null });
      expect((await need(api.admin, 999_999, null)).status).toBe(404);
    });
  });

  describe('that were lost', () => {
    it('are removed by an administrator, which ends the sessions, tells the agent by mail and leaves an entry', async () => {
      const who = await protectedAgent();
      const path = `/agents/${who.agent.id}/second-factors`;
      expect((await api.admin.get(path)).one('SecondFactorsDto').factors).toMatchObject([{ name: 'Phone' }]);
      const entries = await entriesDuring(api, () => api.admin.delete(path));
      expect(entries).toMatchObject([{ activity_type: 'mfa_reset', target_model_id: who.agent.id }]);
      expect(await isIn(who.session.client)).toBe(false);
      expect((await api.admin.get(`/agents/${who.agent.id}/mails`)).many('MailDto')).toMatchObject([
        { template: 'second-factors-reset' },
        {},
      ]);
      expect((await password(who)).status).toBe(200);
      expect((await api.admin.delete('/agents/999999/second-factors')).status).toBe(404);
    });

    it('are removed by nobody who holds less, nor by somebody whose own is older than ten minutes', async () => {
      const who = await protectedAgent({ role: 'Admin' });
      const path = `/agents/${who.agent.id}/second-factors`;
      const { client: less } = await api.agentWith('users:manage');
      expect(await less.delete(path)).toMatchObject(refused('PermissionException'));
      const boss = await protectedAgent({ role: 'Admin' });
      await age(boss, 11);
      expect(await boss.session.client.delete(path)).toMatchObject(refused('SecondFactorNeededException'));
      await boss.session.client.post('/auth/step-up', { code: await boss.app.code() });
      expect((await boss.session.client.delete(path)).data).toBe(true);
    });
  });
});
