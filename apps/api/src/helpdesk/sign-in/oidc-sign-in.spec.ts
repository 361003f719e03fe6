import { generateKeyPairSync } from 'node:crypto';

import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { CLIENT, type Forgery, IdentityProvider, logoutOrder } from '../../testing/identity-provider.js';
import { OidcBrowser } from '../../testing/oidc-browser.js';
import { ADMIN, TestApi } from '../../testing/test-api.js';

const PASSWORD = 'Correct-Horse-7';
const PROVIDERS = 20;

describe('a sign-in by an identity provider', () => {
  let api: TestApi;
  let idp: IdentityProvider;
  /** The provider that most tests use: with the usual limits, and no agents of its own. */
  let usual: number;

  beforeAll(async () => {
    // The provider warns that it is none for production.
    jest.spyOn(console, 'warn').mockReturnValue(undefined);
    api = await TestApi.start({
      settings: { OIDC_PRIVATE_NETWORKS: 'true', SINGLE_SIGN_ON_ONLY: 'true', SECRETS_KEY: 'k'.repeat(32) },
    });
    const ids = Array.from({ length: PROVIDERS }, (_, index) => index + 1);
    idp = await IdentityProvider.start(
      ids.map((id) => `http://127.0.0.1:8080/api/v1/oidc/${id}/finish`),
      `${api.url}/api/v1/oidc/1/backchannel-logout`,
      'http://127.0.0.1:8080/',
    );
    usual = (await provider()).id;
  });

  afterAll(async () => {
    await api.close();
    await idp.stop();
    jest.restoreAllMocks();
  });

  afterEach(() => {
    idp.forgery = null;
    idp.answer = null;
  });

  const body = (changes: object = {}) => ({
    ...{ name: 'The IdP', provider: 'Custom', provider_url: idp.issuer },
    ...{ client_id: CLIENT.id, client_secret: CLIENT.secret, log_out_at_provider: true, ...changes },
  });
  const provider = async (changes: object = {}) =>
    (await api.admin.post('/oidc', body(changes))).one('OidcProviderDto');
  /** A new account at the provider that is nobody's yet. */
  const account = (claims: object = {}) => {
    const sub = api.unique('sub');
    return {
      sub,
      email: `${sub}@example.com`,
      email_verified: true,
      given_name: 'Ada',
      family_name: 'Lovelace',
      ...claims,
    };
  };
  /** An agent whose e-mail the account that signs in has. */
  const known = async (changes: object = {}, claims: object = {}) => {
    idp.account = account(claims);
    return api.agent({ email: idp.account.email, ...changes });
  };
  const sessionsOf = async (id: number) => (await api.rows('SELECT id FROM sessions WHERE agent_id = $1', [id])).length;
  const failed = (code: string) => `/console/sign-in?failed=${code}`;

  it('lets the agent of a verified e-mail in, and leads to the page that was asked for', async () => {
    const { id } = await known();
    const browser = new OidcBrowser(api);
    const entries = await api.activityDuring(async () => {
      expect(await browser.signIn(usual, '?next=/console/agents?role=Agent')).toBe('/console/agents?role=Agent');
    });
    expect(entries).toMatchObject([{ type: 'agent_login', actor: id, id }]);
    expect((await browser.session.client.get('/agents/me')).one('AgentDto').id).toBe(id);
  });

  it('leads to no page but the console’s, whatever a link says', async () => {
    await known();
    for (const next of ['https://evil.example', '/console\\..'])
      expect(await new OidcBrowser(api).signIn(usual, `?next=${encodeURIComponent(next)}`)).toBe('/console');
  });

  it('asks for a code with PKCE, state and nonce, to be sent to PUBLIC_URL, and shows the browser no secret', async () => {
    const browser = new OidcBrowser(api);
    const url = new URL(await browser.begin(usual));
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      ...{
        response_type: 'code',
        client_id: CLIENT.id,
        code_challenge_method: 'S256',
        scope: 'openid email profile groups',
      },
      ...{ state: expect.stringMatching(/^[\w-]{43}$/), nonce: expect.stringMatching(/^[\w-]{43}$/) },
      redirect_uri: `http://127.0.0.1:8080/api/v1/oidc/${usual}/finish`,
    });
    expect(url.href).not.toContain(browser.cookies.rollcall_sign_in);
  });

  it('knows the agent by its account from then on, whatever the e-mail', async () => {
    const { id } = await known();
    await new OidcBrowser(api).signIn(usual);
    await api.agent({ email: 'another@example.com' });
    idp.account = { ...idp.account, email: 'another@example.com' };
    const browser = new OidcBrowser(api);
    await browser.signIn(usual);
    expect((await browser.session.client.get('/agents/me')).one('AgentDto').id).toBe(id);
  });

  it('refuses another account with the e-mail of an agent that has one', async () => {
    const { id, email } = await known();
    await new OidcBrowser(api).signIn(usual);
    idp.account = account({ email });
    expect(await new OidcBrowser(api).signIn(usual)).toBe(failed('agent_linked'));
    expect(await sessionsOf(id)).toBe(1);
  });

  it.each([
    ['whose e-mail is not verified', 'email_unverified', {}, { email_verified: false }, {}],
    ['of another domain', 'not_listed', { email_domains: ['example.org'] }, {}, {}],
    [
      'whose groups are too many to be sent',
      'groups_missing',
      { allowed_groups: ['staff'] },
      { _claim_names: { groups: 'src1' } },
      {},
    ],
    ['who is disabled', 'agent_disabled', {}, {}, { enabled: false }],
    ['who holds more than the provider may give', 'agent_beyond_provider', {}, {}, { role: 'Admin' }],
  ])('refuses somebody %s, with an entry of the log', async (_who, code, changes, claims, agent) => {
    const { id } = await provider(changes);
    const somebody = await known(agent, claims);
    const entries = await api.activityDuring(async () => {
      expect(await new OidcBrowser(api).signIn(id)).toBe(failed(code));
    });
    expect(entries).toMatchObject([{ type: 'login_failed', actor: null, ip: '127.0.0.1' }]);
    expect(await sessionsOf(somebody.id)).toBe(0);
    expect(await api.rows('SELECT 1 FROM oidc_links WHERE agent_id = $1', [somebody.id])).toEqual([]);
    await api.admin.delete(`/oidc/${id}`);
  });

  it('refuses the System agent, and one whose account has come to hold more', async () => {
    const all = await provider({ permissions: (await api.admin.get('/agents/me')).one('AgentDto').permissions });
    idp.account = account({ email: ADMIN.email });
    expect(await new OidcBrowser(api).signIn(all.id)).toBe(failed('agent_beyond_provider'));
    const agent = await known();
    await new OidcBrowser(api).signIn(usual);
    await api.admin.put(`/agents/${agent.id}`, { ...agent, roles: ['Admin'] });
    expect(await new OidcBrowser(api).signIn(usual)).toBe(failed('agent_beyond_provider'));
  });

  it('refuses strangers, and makes agents of them where the provider may', async () => {
    idp.account = account();
    expect(await new OidcBrowser(api).signIn(usual)).toBe(failed('agent_unknown'));
    const { id } = await provider({ create_agents: true, email_domains: ['EXAMPLE.com'] });
    const browser = new OidcBrowser(api);
    expect(await browser.signIn(id)).toBe('/console');
    const me = (await browser.session.client.get('/agents/me')).one('AgentDto');
    expect(me).toMatchObject({ first_name: 'Ada', last_name: 'Lovelace', email: idp.account.email, roles: ['Agent'] });
  });

  it('gives teams and the roles that they give by the groups, and takes them away at the next', async () => {
    const [role, given, other] = [await api.role('tags:manage'), await api.team(), await api.team()];
    await api.admin.put(`/provisioning/group-roles/${given.id}`, { roles: [role.name] });
    const { permissions } = (await api.admin.get('/agents/me')).one('AgentDto');
    const { id } = await provider({
      ...{ permissions: permissions.filter((one) => one !== 'users:manage'), name: 'With groups' },
      teams: [
        { group: 'support', team: given.name },
        { group: 'sales', team: other.name },
      ],
    });
    const agent = await known({ teams: [other.name] }, { groups: ['support', 'unknown'] });
    const shown = async () => (await api.admin.get(`/agents/${agent.id}`)).one('AgentDto');
    await new OidcBrowser(api).signIn(id);
    expect(await shown()).toMatchObject({ roles: ['Agent', role.name].toSorted(), teams: [{ id: given.id }] });
    idp.account = { ...idp.account, groups: [] };
    await new OidcBrowser(api).signIn(id);
    expect(await shown()).toMatchObject({ roles: ['Agent'], teams: [] });
    // A group that would give more than the provider may.
    await api.admin.put(`/provisioning/group-roles/${given.id}`, { roles: ['Admin'] });
    idp.account = { ...idp.account, groups: ['support'] };
    expect(await new OidcBrowser(api).signIn(id)).toBe(failed('agent_beyond_provider'));
    expect(await shown()).toMatchObject({ roles: ['Agent'], teams: [] });
  });

  const FOREIGN = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey;
  const FORGERIES: readonly [what: string, forgery: Forgery][] = [
    ['of another issuer', (claims) => ({ claims: { ...claims, iss: 'https://evil.example' } })],
    ['for another client', (claims) => ({ claims: { ...claims, aud: 'another' } })],
    [
      'for two clients, and authorised for the other',
      (claims) => ({ claims: { ...claims, aud: [CLIENT.id, 'b'], azp: 'b' } }),
    ],
    ['that has expired', (claims) => ({ claims: { ...claims, exp: Math.floor(Date.now() / 1_000) - 60 } })],
    ['of another sign-in', (claims) => ({ claims: { ...claims, nonce: 'replayed' } })],
    ['without a nonce', (claims) => ({ claims: { ...claims, nonce: undefined } })],
    ['without a signature', (claims) => ({ claims, alg: 'none' })],
    ['signed by a shared secret', (claims) => ({ claims, alg: 'HS256' })],
    ['signed by somebody else', (claims) => ({ claims, key: FOREIGN })],
    ['of somebody else', (claims) => ({ claims: { ...claims, sub: 'other' } })],
  ];

  it('refuses an ID token that was forged, replayed or made for another', async () => {
    const { id } = await known();
    const browser = new OidcBrowser(api);
    for (const [what, forgery] of FORGERIES) {
      idp.forgery = forgery;
      expect([what, await browser.signIn(usual)]).toEqual([what, failed('provider_refused')]);
    }
    expect(await sessionsOf(id)).toBe(0);
  });

  it('refuses an answer to nobody, of another browser, of another provider, or a second time', async () => {
    const { id } = await known();
    const other = await provider();
    const [browser, thief] = [new OidcBrowser(api), new OidcBrowser(api)];
    const back = await browser.signInThere(await browser.begin(usual));
    await thief.begin(usual);
    const stateless = new URL(back);
    stateless.searchParams.delete('state');
    expect(await thief.comeBack(back)).toBe(failed('attempt_unknown'));
    expect(await new OidcBrowser(api).comeBack(back)).toBe(failed('attempt_unknown'));
    expect(await browser.comeBack(stateless.href)).toBe(failed('attempt_unknown'));
    expect(await browser.comeBack(back.replace(`/oidc/${usual}/`, `/oidc/${other.id}/`))).toBe(
      failed('attempt_unknown'),
    );
    expect(await sessionsOf(id)).toBe(0);
    expect(await browser.comeBack(back)).toBe('/console');
    expect(await browser.comeBack(back)).toBe(failed('attempt_unknown'));
    expect(await sessionsOf(id)).toBe(1);
  });

  it('refuses one that was left lying for more than ten minutes', async () => {
    await known();
    const browser = new OidcBrowser(api);
    const back = await browser.signInThere(await browser.begin(usual));
    await api.rows("UPDATE oidc_attempts SET expires_at = expires_at - interval '10 minutes'");
    expect(await browser.comeBack(back)).toBe(failed('attempt_unknown'));
  });

  it('refuses a code that was asked for without PKCE, or for another sign-in', async () => {
    const { id } = await known();
    const browser = new OidcBrowser(api);
    const address = new URL(await browser.begin(usual));
    address.searchParams.delete('code_challenge');
    address.searchParams.delete('code_challenge_method');
    expect(await browser.comeBack(await browser.signInThere(address.href))).toBe(failed('provider_refused'));
    const [one, two] = [await browser.begin(usual), await browser.begin(usual)];
    const [stolen, own] = [new URL(await browser.signInThere(one)), new URL(await browser.signInThere(two))];
    own.searchParams.set('code', stolen.searchParams.get('code') ?? '');
    expect(await browser.comeBack(own.href)).toBe(failed('provider_refused'));
    expect(await sessionsOf(id)).toBe(0);
  });

  it('comes back in two tabs at once, also the first time, as one agent', async () => {
    const { id } = await provider({ create_agents: true, email_domains: ['example.com'] });
    idp.account = account();
    const browser = new OidcBrowser(api);
    const [one, two] = [await browser.begin(id), await browser.begin(id)];
    const backs = [await browser.signInThere(one), await browser.signInThere(two)];
    expect(await Promise.all(backs.map((back) => browser.comeBack(back)))).toEqual(['/console', '/console']);
    expect(await api.rows('SELECT count(*)::int AS n FROM agents WHERE email = $1', [idp.account.email])).toEqual([
      { n: 1 },
    ]);
  });

  it('goes on when the provider changes its key meanwhile', async () => {
    await known();
    const browser = new OidcBrowser(api);
    await new OidcBrowser(api).signIn(usual);
    const back = await browser.signInThere(await browser.begin(usual));
    const rotateBack = idp.rotateKey();
    expect(await browser.comeBack(back)).toBe('/console');
    rotateBack();
  });

  it.each([
    [
      'is broken',
      (_: unknown, response: { writeHead(status: number): { end(): unknown } }) => response.writeHead(502).end(),
    ],
    ['hangs up', ({ socket }: { socket: { destroy(): unknown } }) => socket.destroy()],
    [
      'answers without an end',
      (_: unknown, response: { write(part: string): boolean; destroyed: boolean }) => {
        for (let part = 0; part < 3_000; part++) response.write('x'.repeat(1_000));
      },
    ],
  ])(
    'says so when the provider %s, at the beginning and at the end, and works when it is back',
    async (_what, answer) => {
      await known();
      const browser = new OidcBrowser(api);
      const back = await browser.signInThere(await browser.begin(usual));
      idp.answer = (request, response) => {
        answer(request, response);
        return true;
      };
      const entries = await api.activityDuring(async () => {
        expect(await new OidcBrowser(api).begin(usual)).toBe(failed('provider_unavailable'));
        expect(await browser.comeBack(back)).toBe(failed('provider_unavailable'));
      });
      expect(entries.map(({ type }) => type)).toEqual(['login_failed', 'login_failed']);
      expect((await api.admin.post('/oidc', body())).fields).toEqual(['provider_url']);
      idp.answer = null;
      expect(await browser.signIn(usual)).toBe('/console');
    },
  );

  it('says so when the provider is unknown or switched off, and when somebody says no there', async () => {
    const { id } = await provider({ enabled: false });
    expect(await new OidcBrowser(api).begin(id)).toBe(failed('provider_off'));
    expect(await new OidcBrowser(api).begin(999_999)).toBe(failed('provider_off'));
    const browser = new OidcBrowser(api);
    const { searchParams } = new URL(await browser.begin(usual));
    const no = `/api/v1/oidc/${usual}/finish?error=access_denied&state=${searchParams.get('state') ?? ''}`;
    expect(await browser.visit(no)).toBe(failed('provider_refused'));
  });

  it('is the only way in for people where the configuration says so; the System agent has its password', async () => {
    const { email } = await api.agentWithPassword(PASSWORD);
    expect((await api.anonymous.post('/auth/login', { email, password: PASSWORD })).status).toBe(401);
    const system = (await api.admin.get('/agents/me')).one('AgentDto');
    await api.admin.put(`/agents/${system.id}`, { ...system, new_password: PASSWORD });
    expect((await api.login(ADMIN.email, PASSWORD)).secret).toMatch(/^[\w-]{43}$/);
    const ways = (await api.anonymous.get('/auth/sign-in-ways')).one('SignInWaysDto');
    expect(ways.password).toBe(false);
    expect(ways.providers).toContainEqual({ id: usual, name: 'The IdP', provider: 'Custom', logo_url: null });
  });

  describe('and a logout', () => {
    it('lead on to the provider, whose back channel ends the other sessions there', async () => {
      const { id } = await known();
      const [browser, other] = [new OidcBrowser(api), new OidcBrowser(api)];
      await browser.signIn(usual);
      const [first] = [browser.session.client];
      // A second session here of the one there.
      await browser.signIn(usual);
      await other.signIn(usual);
      expect(await sessionsOf(id)).toBe(3);
      const there = await browser.visit('/logout');
      expect(there).toMatch(new RegExp(`^${idp.issuer}/session/end\\?.*id_token_hint=`));
      expect((await first.get('/agents/me')).status).toBe(200);
      expect(await browser.logOutThere(there)).toBe('http://127.0.0.1:8080/');
      expect((await first.get('/agents/me')).status).toBe(401);
      expect((await other.session.client.get('/agents/me')).status).toBe(200);
    });

    const order = (claims: object = {}) => logoutOrder(idp.issuer, idp.account.sub, { ...claims });
    const send = (token: string) =>
      api.anonymous.send('POST', `/oidc/${usual}/backchannel-logout`, {
        raw: new URLSearchParams({ logout_token: token }),
      });

    it('that the provider orders ends all sessions of the account, once', async () => {
      const { id } = await known();
      await new OidcBrowser(api).signIn(usual);
      await new OidcBrowser(api).signIn(usual);
      const token = idp.sign(order());
      const entries = await api.activityDuring(async () => {
        expect((await send(token)).status).toBe(200);
      });
      expect(entries).toMatchObject([{ type: 'agent_logout', actor: id, id }]);
      expect(await sessionsOf(id)).toBe(0);
      await new OidcBrowser(api).signIn(usual);
      expect((await send(token)).error.message).toContain('it has been used');
      expect(await sessionsOf(id)).toBe(1);
    });

    const REFUSED: readonly [what: string, claims: object, how?: Parameters<IdentityProvider['sign']>[1]][] = [
      ['of another issuer', { iss: 'https://evil.example' }],
      ['for another client', { aud: 'another' }],
      ['that has expired', { exp: 1 }],
      ['that is old', { iat: 1 }],
      ['that is an ID token', { events: undefined, nonce: 'n' }],
      ['with a nonce', { nonce: 'n' }],
      ['that orders something else', { events: { 'https://example.com/other': {} } }],
      ['without an id', { jti: undefined }],
      ['about nobody', { sub: undefined }],
      ['of another type', {}, { typ: 'at+jwt' }],
      ['without a signature', {}, { alg: 'none' }],
      ['signed by a shared secret', {}, { alg: 'HS256' }],
      ['signed by somebody else', {}, { key: FOREIGN }],
    ];

    it('is refused by a token that was forged, is old or orders no logout', async () => {
      const { id } = await known();
      await new OidcBrowser(api).signIn(usual);
      for (const [what, claims, how] of REFUSED)
        expect([what, (await send(idp.sign(order(claims), how))).status]).toEqual([what, 400]);
      expect(await sessionsOf(id)).toBe(1);
    });
  });

  describe('whose provider', () => {
    it('is kept without its secret being told, in an answer, in the log or in the database', async () => {
      const { id } = await provider();
      const kept = (await api.admin.put(`/oidc/${id}`, { ...body(), client_secret: '••••••••••', name: 'Renamed' }))
        .text;
      const told = [kept, (await api.admin.get('/oidc')).text, (await api.admin.get(`/oidc/${id}`)).text];
      const stored = await api.rows(
        'SELECT p::text FROM oidc_providers p UNION ALL SELECT l::text FROM activity_log l',
      );
      expect(JSON.stringify([told, stored])).not.toContain(CLIENT.secret);
      await known();
      expect(await new OidcBrowser(api).signIn(id)).toBe('/console');
    });

    it('is set up and changed by those alone who hold what it may give, and by no key with limits', async () => {
      const { client, agent } = await api.agentWith('oidc:manage', 'tags:manage');
      expect((await client.post('/oidc', body({ permissions: ['roles:manage'] }))).status).toBe(403);
      const own = (await client.post('/oidc', body({ permissions: ['tags:manage'] }))).one('OidcProviderDto');
      expect(own.permissions).toEqual(['tags:manage']);
      expect((await client.put(`/oidc/${usual}`, body({ permissions: [] }))).status).toBe(403);
      const key = { name: 'limited', expires_at: '2099-12-31T00:00:00Z' };
      const limited = (await api.admin.post(`/agents/${agent.id}/api-keys`, key)).one('IssuedApiKeyDto');
      const program = api.as(String(limited.api_key), String(limited.api_secret));
      expect((await program.put(`/oidc/${own.id}`, body({ permissions: ['tags:manage'] }))).status).toBe(403);
    });

    it.each([
      ['calls itself otherwise', 'provider_url', (issuer: string) => ({ provider_url: `${issuer}/other` })],
      ['is at no host', 'provider_url', () => ({ provider_url: 'https://nowhere.invalid' })],
      ['speaks plain HTTP elsewhere', 'provider_url', () => ({ provider_url: 'http://192.0.2.1' })],
      ['would make anybody an agent', 'create_agents', () => ({ create_agents: true })],
      ['has teams that there are not', 'teams', () => ({ teams: [{ group: 'a', team: 'No such team' }] })],
    ])('is refused if it %s', async (_what, field, changes) => {
      expect((await api.admin.post('/oidc', body(changes(idp.issuer)))).fields).toEqual([field]);
    });

    it('gets its secret again with another address, which would see it', async () => {
      const { id } = await provider();
      const elsewhere = { ...body({ provider_url: 'https://evil.example' }), client_secret: undefined };
      expect((await api.admin.put(`/oidc/${id}`, elsewhere)).fields).toEqual(['client_secret']);
    });

    it.each([
      ['is switched off', (id: number) => api.admin.put(`/oidc/${id}`, body({ enabled: false }))],
      ['is deleted', (id: number) => api.admin.delete(`/oidc/${id}`)],
    ])('%s lets nobody stay in, nor come back', async (_what, change) => {
      const { id } = await provider();
      await known();
      const browser = new OidcBrowser(api);
      await browser.signIn(id);
      const back = await browser.signInThere(await browser.begin(id));
      expect((await change(id)).status).toBe(200);
      expect((await browser.session.client.get('/agents/me')).status).toBe(401);
      expect(await browser.comeBack(back)).toBe(failed('provider_off'));
    });
  });
});
