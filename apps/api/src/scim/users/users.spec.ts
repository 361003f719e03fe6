import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { ADMIN, TestApi } from '../../testing/test-api.js';
import { isObject } from '../attributes/attribute.js';
import { ENTERPRISE, USER } from '../attributes/user-schema.js';
import { ScimClient } from '../../testing/scim-client.js';

const PASSWORD = 'Correct-Horse-7';

describe('users of SCIM', () => {
  let api: TestApi;
  let scim: ScimClient;

  beforeAll(async () => {
    api = await TestApi.start();
    scim = new ScimClient(api);
  });

  afterAll(async () => {
    await api.close();
  });

  /** A client with a bearer key whose owner holds these permissions. */
  const ownerOf = async (...permissions: string[]) => {
    const role = await api.role(...permissions);
    const agent = await api.agent({ role: role.name });
    const made = await api.admin.post(`/agents/${agent.id}/api-keys`, { name: 'scim', kind: 'bearer' });
    return new ScimClient(api, String(made.one('IssuedApiKeyDto').token));
  };
  const idOfAgent = async (uuid: string) =>
    Number((await api.rows('SELECT id FROM agents WHERE uuid = $1', [uuid]))[0]?.id);

  it('are created with what was sent, and read back so', async () => {
    const sent = {
      schemas: [USER, ENTERPRISE],
      userName: 'UPN.Ada@Example.com',
      externalId: 'entra-1',
      name: { givenName: 'Ada', familyName: 'Lovelace', formatted: 'Countess Ada Lovelace' },
      displayName: 'Ada L.',
      title: 'Analyst',
      emails: [
        { value: 'home@example.com', type: 'home' },
        { value: 'Ada@Example.com', type: 'work', primary: true },
      ],
      phoneNumbers: [{ value: '+49 (30) 90 18-20', type: 'mobile' }],
      addresses: [{ type: 'work', locality: 'London', country: 'GB' }],
      [ENTERPRISE]: { department: 'Engines', manager: { value: '26118915-6090-4610-87e4-49d8ca9f808d' } },
    };
    const answer = await scim.send('POST', '/Users', { ...sent, password: 'Never-Told-1' });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ ...sent, active: true, roles: [{ value: 'Agent' }] });
    expect(answer.text).not.toContain('Never-Told');
    const id = scim.idIn(answer.body);
    expect(answer.headers.get('location')).toBe(`http://127.0.0.1:8080/scim/v2/Users/${id}`);
    expect(answer.headers.get('content-type')).toContain('application/scim+json');
    expect(await scim.read(`/Users/${id}`)).toEqual(answer.body);
    for (const filter of [
      'userName eq "upn.ada@example.com"',
      'externalId eq "entra-1"',
      'emails[type eq "work"].value eq "ada@example.com"',
      'emails.value co "HOME@"',
      'emails.value eq "HOME@example.com"',
      'emails[type eq "home" and value eq "home@example.com"] or title eq "nothing"',
      'phoneNumbers.value ew "20"',
      `${ENTERPRISE}:department eq "engines" and not (active eq false)`,
      'title sw "ana" and (displayName ne "x" or title pr)',
      `id eq "${id}"`,
      'roles.value eq "agent" and name.familyName eq "lovelace"',
    ])
      expect([filter, await scim.found('/Users', filter)]).toEqual([filter, [id]]);
    expect(await scim.found('/Users', 'emails[type eq "home"].value eq "ada@example.com"')).toEqual([]);
    expect(await api.rows('SELECT count(*)::int AS count FROM mails')).toEqual([{ count: 0 }]);
  });

  it('are found by what another window says of them, and come to be known by it', async () => {
    const agent = await api.agent({ last_name: 'L' });
    const [id = ''] = await scim.found('/Users', `userName eq "${String(agent.email).toUpperCase()}"`);
    expect(await scim.read(`/Users/${id}`)).toMatchObject({ userName: agent.email, name: { familyName: 'L' } });
    await scim.patch(`/Users/${id}`, {
      op: 'add',
      value: { userName: `${api.unique('upn')}@corp.example`, externalId: 'x-1' },
    });
    await api.admin.put(`/agents/${agent.id}`, { ...agent, email: 'moved@example.com' });
    expect(await scim.read(`/Users/${id}`)).toMatchObject({
      externalId: 'x-1',
      emails: [{ value: 'moved@example.com', type: 'work', primary: true }],
    });
  });

  it('come in pages of a stable order, sorted as asked, with the attributes that are asked for', async () => {
    const ids = [await scim.user(), await scim.user(), await scim.user()].map((user) => user.id);
    const list = async (query: string) => scim.read(`/Users?${query}`);
    const { totalResults } = await list('count=0');
    const all: string[] = [];
    for (let start = 1; start <= Number(totalResults); start += 2) {
      const page = await list(`startIndex=${start}&count=2&attributes=userName`);
      expect(page).toMatchObject({ totalResults, startIndex: start });
      if (Array.isArray(page.Resources)) all.push(...page.Resources.map((one: unknown) => scim.idIn(one)));
    }
    expect(all.slice(-3)).toEqual(ids);
    expect(new Set(all).size).toBe(totalResults);
    const sorted = await list('sortBy=userName&sortOrder=descending&attributes=USERNAME,name.givenName&filter=id%20pr');
    const names = Array.isArray(sorted.Resources)
      ? sorted.Resources.map((one: { userName: string }) => one.userName.toLowerCase())
      : [];
    expect(names).toEqual(names.toSorted().reverse());
    const { Resources } = await list('excludedAttributes=emails,meta,name.givenName&count=1');
    expect(Resources).toEqual([expect.not.objectContaining({ emails: expect.anything() })]);
    expect(await list('startIndex=-5&count=-1')).toMatchObject({ startIndex: 1, itemsPerPage: 0, Resources: [] });
  });

  it('are out with the act of being deactivated: sessions, keys and links', async () => {
    const agent = await api.agentWithPassword(PASSWORD, { send_welcome_email: true });
    const { client: key } = await api.withKey(agent);
    const { client: session } = await api.login(String(agent.email), PASSWORD);
    await api.passwordToken(agent.id);
    expect([(await key.get('/agents/me')).status, (await session.get('/agents/me')).status]).toEqual([200, 200]);
    const [id = ''] = await scim.found('/Users', `userName eq "${String(agent.email)}"`);
    const entries = await api.activityDuring(() =>
      scim.patch(`/Users/${id}`, { op: 'Replace', path: 'active', value: 'False' }),
    );
    expect(entries.map(({ type }) => type)).toEqual(['agent_updated', 'agent_disabled']);
    expect([(await key.get('/agents/me')).status, (await session.get('/agents/me')).status]).toEqual([401, 401]);
    expect(await api.rows('SELECT 1 FROM sessions WHERE agent_id = $1', [agent.id])).toEqual([]);
    expect(await api.rows('SELECT 1 FROM password_tokens WHERE agent_id = $1', [agent.id])).toEqual([]);
    expect(await scim.read(`/Users/${id}`)).toMatchObject({ active: false });
  });

  it('change at the version that an If-Match names alone, and not without cause', async () => {
    const { id, userName } = await scim.user({ displayName: 'Ada' });
    const { headers } = await scim.send('GET', `/Users/${id}`);
    const etag = headers.get('etag') ?? '';
    const put = (displayName: string) =>
      scim.send('PUT', `/Users/${id}`, { userName, displayName }, { 'If-Match': etag });
    expect(await api.activityDuring(() => put('Ada'))).toEqual([]);
    expect((await put('Augusta')).status).toBe(200);
    expect(await put('Somebody')).toMatchObject({ status: 412 });
    expect((await scim.send('DELETE', `/Users/${id}`, undefined, { 'If-Match': etag })).status).toBe(412);
    expect((await scim.send('GET', `/Users/${id}`, undefined, { 'If-None-Match': etag })).status).toBe(200);
  });

  it('keep with a PUT what it does not say of access, and lose the rest', async () => {
    const { id, userName } = await scim.user({ externalId: api.unique('e'), title: 'Analyst', active: false });
    const { body } = await scim.send('PUT', `/Users/${id}`, { userName, displayName: 'Ada' });
    expect(body).toMatchObject({
      active: false,
      displayName: 'Ada',
      externalId: expect.any(String),
      roles: [{ value: 'Agent' }],
    });
    expect(body).not.toHaveProperty('title');
    expect((await scim.send('PUT', `/Users/${id}`, { userName, roles: [] })).body).not.toHaveProperty('roles');
  });

  it('have their names and ids free again once they are deleted, in whichever window', async () => {
    const sent = { userName: api.unique('name'), externalId: 'e-1', emails: [{ value: 'free@example.com' }] };
    const first = scim.idIn((await scim.send('POST', '/Users', sent)).body);
    expect(await scim.send('POST', '/Users', sent)).toMatchObject({ status: 409, error: { error_type: 'uniqueness' } });
    await scim.send('DELETE', `/Users/${first}`);
    expect((await scim.send('GET', `/Users/${first}`)).status).toBe(404);
    const second = scim.idIn((await scim.send('POST', '/Users', sent)).body);
    await api.admin.delete(`/agents/${await idOfAgent(second)}`);
    expect((await scim.send('POST', '/Users', sent)).status).toBe(201);
  });

  it('have external ids that are unique for the owner of the key, and nobody else', async () => {
    const other = await ownerOf('scim:manage', ...(await agentPermissions()));
    const { id } = await scim.user({ externalId: 'shared' });
    expect(await other.found('/Users', 'externalId eq "shared"')).toEqual([]);
    await other.user({ externalId: 'shared' });
    expect(await scim.found('/Users', 'externalId eq "shared"')).toEqual([id]);
    const emails = [{ value: 'third@example.com' }];
    expect(await scim.send('POST', '/Users', { userName: 'third', externalId: 'shared', emails })).toMatchObject({
      status: 409,
    });
    expect(await scim.found('/Users', 'userName eq "third"')).toEqual([]);
  });

  const agentPermissions = async () => {
    const roles = (await api.admin.get('/roles')).many('RoleDto');
    return roles.find(({ name }) => name === 'Agent')?.permissions ?? [];
  };

  it('get nothing that the owner of the key does not hold', async () => {
    const owner = await ownerOf('scim:manage', ...(await agentPermissions()));
    const { id } = await owner.user();
    const before = await api.stored();
    expect(await owner.patch(`/Users/${id}`, { op: 'add', path: 'roles', value: [{ value: 'Admin' }] })).toMatchObject({
      status: 403,
      error: { message: expect.stringContaining('hand out the role "Admin"') },
    });
    const admin = await api.agent({ role: 'Admin' });
    const [adminId = ''] = await owner.found('/Users', `userName eq "${String(admin.email)}"`);
    const moved = await owner.patch(`/Users/${adminId}`, {
      op: 'replace',
      path: 'emails[type eq "work"].value',
      value: 'x@evil.example',
    });
    expect(moved.status).toBe(403);
    expect(before.provisioned).toEqual((await api.stored()).provisioned);
    const nobody = await ownerOf('scim:manage');
    expect((await nobody.send('POST', '/Users', { userName: 'poor@example.com' })).status).toBe(403);
    expect(await scim.found('/Users', 'userName eq "poor@example.com"')).toEqual([]);
  });

  it('tell nothing to those without scim:manage', async () => {
    const other = await ownerOf('users:manage', 'teams:manage');
    const { id } = await scim.user();
    for (const path of [
      '/Users',
      `/Users/${id}`,
      '/Users/none',
      '/Groups',
      '/ServiceProviderConfig',
      '/Schemas',
      '/ResourceTypes',
      '/Me',
    ])
      expect(await other.send('GET', path)).toMatchObject({
        status: 403,
        body: { detail: expect.not.stringContaining(id), status: '403' },
      });
    expect((await new ScimClient(api, `in-${'x'.repeat(43)}`).send('GET', '/Schemas')).status).toBe(401);
  });

  it('do not include the System agent and programs', async () => {
    const bot = (await api.admin.post('/service-accounts', { first_name: 'Bot', roles: ['Agent'] })).one('AgentDto');
    const [row] = await api.rows('SELECT uuid FROM agents WHERE id = $1', [bot.id]);
    expect((await scim.send('GET', `/Users/${String(row?.uuid)}`)).status).toBe(404);
    expect(await scim.found('/Users', `userName eq "${ADMIN.email}"`)).toEqual([]);
    const before = await api.stored();
    expect(await scim.send('POST', '/Users', { userName: ADMIN.email })).toMatchObject({
      status: 409,
      error: { error_type: 'uniqueness' },
    });
    const emails = [{ value: `${api.unique('other')}@example.com` }];
    expect(await scim.send('POST', '/Users', { userName: ADMIN.email.toUpperCase(), emails })).toMatchObject({
      status: 409,
      error: { error_type: 'uniqueness' },
    });
    expect(await api.stored()).toEqual(before);
  });

  it('stay disabled when `active` is removed', async () => {
    const { id } = await scim.user({ active: false });
    await scim.patch(`/Users/${id}`, { op: 'remove', path: 'active' });
    await scim.patch(`/Users/${id}`, { op: 'replace', value: { active: null } });
    expect(await scim.read(`/Users/${id}`)).toMatchObject({ active: false });
    expect(await scim.found('/Users', `id eq "${id}" and active eq "False"`)).toEqual([id]);
  });

  it.each<[string, object, string]>([
    ['no userName', { userName: undefined }, 'invalidValue'],
    ['a userName that is no text', { userName: {} }, 'invalidValue'],
    ['no e-mail', { userName: 'plain' }, 'invalidValue'],
    ['a malformed e-mail', { emails: [{ value: 'nonsense' }] }, 'invalidValue'],
    ['an unknown role', { roles: [{ value: 'Nobody' }] }, 'invalidValue'],
    ['active that is no flag', { active: 'maybe' }, 'invalidValue'],
    ['a very long title', { title: 'x'.repeat(1_001) }, 'invalidValue'],
    [
      'very many addresses',
      { addresses: Array.from({ length: 2_000 }, (_, index) => ({ locality: `L${index} of somewhere` })) },
      'invalidValue',
    ],
  ])('are refused with %s, and nothing is done', async (_what, changes, error_type) => {
    const before = await api.stored();
    const answer = await scim.send('POST', '/Users', { userName: `${api.unique('bad')}@example.com`, ...changes });
    expect(answer).toMatchObject({ status: 400, error: { error_type } });
    expect(await api.stored()).toEqual(before);
  });

  it.each([
    ['an unknown attribute', 'shoe eq "38"', 400],
    ['a thousand parentheses', `${'('.repeat(1_000)}id pr${')'.repeat(1_000)}`, 400],
    ['10 KB', `userName eq "${'x'.repeat(10_240)}"`, 414],
    ['what cannot be asked of roles', 'roles.value co "A"', 400],
    ['a number for a flag', 'active eq 5', 400],
  ])('are not found by a filter with %s', async (_what, filter, status) => {
    const answer = await scim.send('GET', `/Users?filter=${encodeURIComponent(filter)}`);
    expect(answer).toMatchObject({ status, error: { error_type: 'invalidFilter' } });
  });

  it.each<[string, string, string, number, string]>([
    ['text/plain', '{}', 'POST', 415, 'InputException'],
    ['application/scim+json', '{', 'POST', 400, 'invalidSyntax'],
    ['application/scim+json', '[]', 'POST', 400, 'invalidSyntax'],
  ])('are not made of %s %s', async (type, raw, method, status, error_type) => {
    const headers = { Authorization: `Bearer ${ADMIN.token}`, 'Content-Type': type };
    expect(await api.root.send(method, '/scim/v2/Users', { raw, headers })).toMatchObject({
      status,
      error: { error_type },
    });
  });

  it('are created once with an Idempotency-Key, and answered alike', async () => {
    const make = () => scim.send('POST', '/Users', { userName: 'once@example.com' }, { 'Idempotency-Key': 'k-1' });
    const [first, second] = [await make(), await make()];
    expect([second.status, second.body]).toEqual([201, first.body]);
    expect(second.headers.get('content-type')).toBe(first.headers.get('content-type'));
    expect(isObject(second.body)).toBe(true);
  });
});
