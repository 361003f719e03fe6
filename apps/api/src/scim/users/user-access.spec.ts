import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { ADMIN, TestApi } from '../../testing/test-api.js';
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

  const agentOf = async (...permissions: string[]) => api.agent({ role: (await api.role(...permissions)).name });
  const bearerOf = async (id: number) => {
    const made = await api.admin.post(`/agents/${id}/api-keys`, { name: 'scim', kind: 'bearer' });
    return new ScimClient(api, String(made.one('IssuedApiKeyDto').token));
  };
  /** A client with a bearer key whose owner holds these permissions. */
  const ownerOf = async (...permissions: string[]) => bearerOf((await agentOf(...permissions)).id);
  const agentPermissions = async () => {
    const roles = (await api.admin.get('/roles')).many('RoleDto');
    return roles.find(({ name }) => name === 'Agent')?.permissions ?? [];
  };
  const uuidOf = async (id: number) => String((await api.rows('SELECT uuid FROM agents WHERE id = $1', [id]))[0]?.uuid);

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

  it('are disabled and deleted by any key with scim:manage, Admins too, as users:manage does it elsewhere; the System agent and the key’s own are not', async () => {
    const [owner, colleague] = [await ownerOf('scim:manage'), await api.agentWith('users:manage')];
    const admins = [await api.agent({ role: 'Admin' }), await api.agent({ role: 'Admin' })];
    const [one = '', two = ''] = await Promise.all(admins.map((admin) => uuidOf(admin.id)));
    expect((await owner.patch(`/Users/${one}`, { op: 'replace', path: 'active', value: false })).status).toBe(200);
    expect((await owner.send('DELETE', `/Users/${one}`)).status).toBe(204);
    expect((await colleague.client.delete(`/agents/${admins[1]?.id}`)).status).toBe(200);
    expect((await owner.send('GET', `/Users/${two}`)).status).toBe(404);
    expect((await owner.send('DELETE', `/Users/${await uuidOf(1)}`)).status).toBe(404);
    const own = await agentOf('scim:manage');
    expect(await (await bearerOf(own.id)).send('DELETE', `/Users/${await uuidOf(own.id)}`)).toMatchObject({
      status: 400,
      error: { error_type: 'mutability' },
    });
  });

  it('are not enabled again by a provider that holds less than they do', async () => {
    const owner = await ownerOf('scim:manage', ...(await agentPermissions()));
    const [lead, agent] = [
      await scim.user({ active: false, roles: [{ value: 'Admin' }] }),
      await scim.user({ active: false }),
    ];
    const enable = { op: 'replace', value: { active: true } };
    expect(await owner.patch(`/Users/${lead.id}`, enable)).toMatchObject({
      status: 403,
      error: { message: expect.stringContaining('enable agent') },
    });
    expect(await owner.send('PUT', `/Users/${lead.id}`, { userName: lead.userName, active: true })).toMatchObject({
      status: 403,
    });
    expect(await scim.read(`/Users/${lead.id}`)).toMatchObject({ active: false });
    expect((await owner.patch(`/Users/${agent.id}`, enable)).body).toMatchObject({ active: true });
  });

  it('are not told apart by their e-mails: that of an Admin is taken as that of anybody is', async () => {
    const owner = await ownerOf('scim:manage', ...(await agentPermissions()));
    const before = await api.stored();
    const answers = await Promise.all(
      ['Admin', 'Agent'].map(async (role) => {
        const { email } = await api.agent({ role });
        const taken = { userName: api.unique('another'), emails: [{ value: String(email).toUpperCase() }] };
        const { status, error, text } = await owner.send('POST', '/Users', taken);
        return { status, type: error.error_type, text: text.toLowerCase().replaceAll(String(email).toLowerCase(), '') };
      }),
    );
    expect(answers[0]).toEqual({ status: 409, type: 'uniqueness', text: expect.stringContaining('email') });
    expect(answers[1]).toEqual(answers[0]);
    expect((await api.stored()).provisioned).toEqual(before.provisioned);
  });

  it.each<[string, Record<string, string>, string]>([
    ['without credentials', {}, 'Bearer realm="Rollcall", Basic realm="Rollcall"'],
    [
      'with a wrong token',
      { Authorization: `Bearer in-${'x'.repeat(43)}` },
      'Bearer realm="Rollcall", error="invalid_token", Basic realm="Rollcall"',
    ],
    ['with a wrong pair', { Authorization: 'Basic eDp5' }, 'Bearer realm="Rollcall", Basic realm="Rollcall"'],
  ])('are asked for by a bearer key first %s, in this window alone', async (_what, headers, challenges) => {
    const challengesAt = async (path: string) =>
      (await api.root.send('GET', path, { headers })).headers.get('www-authenticate');
    expect(await challengesAt('/scim/v2/Users')).toBe(challenges);
    expect(await challengesAt('/api/v1/agents')).toBe('Basic realm="Rollcall"');
  });
});
