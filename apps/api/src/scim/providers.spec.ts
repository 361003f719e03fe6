import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { ScimClient } from '../testing/scim-client.js';
import { TestApi } from '../testing/test-api.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const LIMITS = 'urn:rollcall:params:scim:schemas:extension:limits:1.0:ServiceProviderConfig';
const MANAGER = '0198c1de-7a61-7c11-a0ad-3f5c5f3b7a10';

/**
 * What Entra ID sends. The shapes are those of https://learn.microsoft.com/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups
 * and of its page application-provisioning-config-problem-scim-compatibility, which tells of capitals, `"False"` and dotted keys.
 */
const ENTRA = {
  /** "Create User", and example 2 with its nulls. */
  newUser: {
    schemas: [USER, ENTERPRISE, 'urn:ietf:params:scim:schemas:extension:acme:2.0:User'],
    externalId: 'f3b1c7aa-52d8-4f6c-9a51-1f0f7c1f9e01',
    userName: 'Nadia.Brandt@acme.example',
    active: true,
    displayName: 'Nadia Brandt',
    addresses: null,
    preferredLanguage: null,
    manager: null,
    emails: [{ primary: true, type: 'work', value: 'Nadia@acme.example' }],
    meta: { resourceType: 'User' },
    name: { formatted: 'Nadia Brandt', familyName: 'Brandt', givenName: 'Nadia' },
    phoneNumbers: [
      { type: 'work', value: '+1 (425) 555-0100 x 17' },
      { type: 'mobile', value: '425.555.0101' },
    ],
    roles: [],
    'urn:ietf:params:scim:schemas:extension:acme:2.0:User': { badge: 7 },
  },
  dottedKeys: {
    op: 'Replace',
    value: {
      displayName: 'Nadia B.',
      'name.givenName': 'Nadja',
      [`${ENTERPRISE}:department`]: 'Sales',
      [`${ENTERPRISE}:manager`]: MANAGER,
    },
  },
  /** "Example 5": the manager without its URN, in a list. */
  manager: { op: 'Add', path: 'manager', value: [{ $ref: `http://…/scim/Users/${MANAGER}`, value: MANAGER }] },
  /** "Create Group". */
  newGroup: {
    schemas: [GROUP, 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'],
    externalId: '7d1f3c52-6a43-4a5e-8f0e-2a6be1c0c9d2',
    displayName: 'Acme Support',
    meta: { resourceType: 'Group' },
  },
} as const;

/** What Okta sends. The shapes are those of https://developer.okta.com/docs/api/openapi/okta-scim/guides/scim-20 */
const OKTA = {
  /** "Create the User". */
  newUser: {
    schemas: [USER],
    userName: 'olga.reyes@acme.example',
    name: { givenName: 'Olga', familyName: 'Reyes' },
    emails: [{ primary: true, value: 'olga.reyes@acme.example', type: 'work' }],
    displayName: 'Olga Reyes',
    locale: 'en-US',
    externalId: '00u8f3kq2mWz7Tt1e5d7',
    groups: [],
    password: 'never-kept-7',
    active: true,
  },
} as const;

describe('what providers send', () => {
  let api: TestApi;
  let scim: ScimClient;

  beforeAll(async () => {
    api = await TestApi.start();
    scim = new ScimClient(api);
  });

  afterAll(async () => {
    await api.close();
  });

  it('Entra ID: looks for a user, makes it, reads back what it sent, and deactivates it', async () => {
    const search = `/Users?filter=${encodeURIComponent(`userName eq "${ENTRA.newUser.userName}"`)}`;
    expect(await scim.read(search)).toMatchObject({ totalResults: 0, Resources: [] });
    const created = await scim.send('POST', '/Users', ENTRA.newUser);
    const { externalId, userName, active, displayName, emails, name, phoneNumbers } = ENTRA.newUser;
    const known = { externalId, userName, active, displayName, emails, name, phoneNumbers };
    expect(created).toMatchObject({ status: 201, body: known });
    const id = scim.idIn(created.body);
    expect(await scim.found('/Users', `externalId eq "${ENTRA.newUser.externalId}"`)).toEqual([id]);

    expect((await scim.patch(`/Users/${id}`, ENTRA.dottedKeys)).body).toMatchObject({
      displayName: 'Nadia B.',
      name: { givenName: 'Nadja', familyName: 'Brandt' },
      [ENTERPRISE]: { department: 'Sales', manager: { value: MANAGER } },
    });
    await scim.patch(`/Users/${id}`, { op: 'Remove', path: `${ENTERPRISE}:manager` });
    const isManager = `id eq "${id}" and manager eq "${MANAGER}"`;
    expect(await scim.found('/Users', isManager)).toEqual([]);
    expect((await scim.patch(`/Users/${id}`, ENTRA.manager)).status).toBe(200);
    expect(await scim.found('/Users', isManager)).toEqual([id]);
    const edited = await scim.patch(
      `/Users/${id}`,
      { op: 'Add', path: 'emails[type eq "home"].value', value: 'home@acme.example' },
      { op: 'Replace', path: 'emails[type eq "work"].value', value: 'Moved@acme.example' },
      { op: 'Replace', path: 'name.familyName', value: 'Moved' },
      { op: 'Remove', path: 'phoneNumbers[type eq "mobile"].value' },
    );
    expect(edited.body).toMatchObject({
      emails: [
        { type: 'work', value: 'Moved@acme.example' },
        { type: 'home', value: 'home@acme.example' },
      ],
      phoneNumbers: [{ type: 'work', value: '+1 (425) 555-0100 x 17' }],
    });
    expect((await scim.patch(`/Users/${id}`, { op: 'Replace', path: 'active', value: 'False' })).body).toMatchObject({
      active: false,
    });
    expect(await scim.found('/Users', `userName eq "${ENTRA.newUser.userName.toLowerCase()}"`)).toEqual([id]);
    expect((await scim.send('DELETE', `/Users/${id}`)).status).toBe(204);
  });

  it('Entra ID: gives a single role as the primary one, and several in texts', async () => {
    const [lead, admin] = [(await api.role('tags:manage')).name, (await api.role('status:manage')).name];
    const { id } = await scim.user();
    const rolesAfter = async (operation: object) => (await scim.patch(`/Users/${id}`, operation)).body;
    const single = { op: 'Add', path: 'roles[primary eq "True"].value' };
    expect(await rolesAfter({ ...single, value: lead })).toMatchObject({ roles: [{ value: lead, primary: true }] });
    expect(await rolesAfter({ ...single, op: 'Replace', value: 'Agent' })).toMatchObject({
      roles: [{ value: 'Agent' }],
    });
    const inTexts = [lead, admin].map((value) => ({
      value: JSON.stringify({ id: MANAGER, value, displayName: value }),
    }));
    expect(await rolesAfter({ op: 'Add', path: 'roles', value: inTexts })).toMatchObject({
      roles: ['Agent', lead, admin].toSorted().map((value) => ({ value, display: value })),
    });
  });

  it('Entra ID: gives a single role to whoever has none or several, and takes it away', async () => {
    const lead = (await api.role('tags:manage')).name;
    const path = 'roles[primary eq "True"].value';
    const onlyLead = [{ value: lead, display: lead, primary: true }];
    for (const op of ['Add', 'Replace'])
      for (const held of [[], ['Agent'], ['Agent', 'Admin']]) {
        const { id } = await scim.user({ roles: held.map((value) => ({ value })) });
        await scim.patch(`/Users/${id}`, { op: 'replace', path: 'roles', value: held });
        // Its display and type follow from the role, if they are mapped too.
        const display = { op, path: 'roles[primary eq "True"].display', value: 'anything' };
        const answer = await scim.patch(`/Users/${id}`, display, { op, path, value: lead });
        expect([op, held, answer.body]).toEqual([op, held, expect.objectContaining({ roles: onlyLead })]);
        expect((await scim.patch(`/Users/${id}`, { op: 'Remove', path })).body).not.toHaveProperty('roles');
      }
    const { id } = await scim.user({
      roles: [{ primary: true, type: 'WindowsAzureActiveDirectoryRole', value: lead }],
    });
    expect(await scim.read(`/Users/${id}`)).toMatchObject({ roles: onlyLead });
    // AssertiveAppRoleAssignmentsComplex.
    const value = [lead, 'Agent'].map((role) => ({ primary: false, type: 'x', display: role, value: role }));
    expect((await scim.patch(`/Users/${id}`, { op: 'replace', path: 'roles', value })).body).toMatchObject({
      roles: ['Agent', lead].map((role) => ({ value: role })),
    });
  });

  it('Entra ID: makes a group, finds it without members, adds and removes some with 204', async () => {
    const [one, two] = [await scim.user(), await scim.user()];
    const id = scim.idIn((await scim.send('POST', '/Groups', ENTRA.newGroup)).body);
    const add = { op: 'Add', path: 'members', value: [one, two].map((user) => ({ $ref: null, value: user.id })) };
    expect(await scim.patch(`/Groups/${id}`, add)).toMatchObject({ status: 204, text: '' });
    const filter = encodeURIComponent(`displayName eq "${ENTRA.newGroup.displayName}"`);
    const { Resources } = await scim.read(`/Groups?excludedAttributes=members&filter=${filter}`);
    const { displayName, externalId } = ENTRA.newGroup;
    expect(Resources).toEqual([{ schemas: [GROUP], id, externalId, displayName, meta: expect.anything() }]);
    expect(await scim.read(`/Groups/${id}`)).toMatchObject({ members: [{ value: one.id }, { value: two.id }] });
    const remove = { op: 'Remove', path: 'members', value: [{ $ref: null, value: one.id }] };
    expect((await scim.patch(`/Groups/${id}`, remove)).status).toBe(204);
    expect((await scim.patch(`/Groups/${id}`, { op: 'Remove', path: `members[value eq "${two.id}"]` })).status).toBe(
      204,
    );
    expect(
      (await scim.patch(`/Groups/${id}`, { op: 'Replace', path: 'displayName', value: 'Renamed at Acme' })).status,
    ).toBe(204);
    const group = await scim.read(`/Groups/${id}`);
    expect([group.displayName, group.members]).toEqual(['Renamed at Acme', undefined]);
  });

  it('Okta: looks for a user, makes it once, replaces it deactivated, and patches it active again', async () => {
    // "Test connection".
    expect(await scim.read('/Users?startIndex=1&count=2')).toMatchObject({ startIndex: 1 });
    const search = `/Users?filter=${encodeURIComponent(`userName eq "${OKTA.newUser.userName}"`)}&startIndex=1&count=100`;
    expect(await scim.read(search)).toMatchObject({ totalResults: 0, startIndex: 1, itemsPerPage: 0 });
    const created = await scim.send('POST', '/Users', OKTA.newUser);
    expect(created.status).toBe(201);
    expect(created.text).not.toContain(OKTA.newUser.password);
    expect(await scim.send('POST', '/Users', OKTA.newUser)).toMatchObject({
      status: 409,
      error: { error_type: 'uniqueness' },
    });
    const id = scim.idIn(created.body);
    // An app of the integration wizard sends all changes as a PUT of what it has read.
    const whole = {
      ...(await scim.read(`/Users/${id}`)),
      name: { givenName: 'Olga', middleName: '', familyName: 'Reyes-Lind' },
    };
    expect((await scim.send('PUT', `/Users/${id}`, whole)).body).toMatchObject({ name: { familyName: 'Reyes-Lind' } });
    const replaced = await scim.send('PUT', `/Users/${id}`, { ...whole, active: false });
    expect(replaced).toMatchObject({ status: 200, body: { active: false, externalId: OKTA.newUser.externalId } });
    // One of the catalog patches, without a path.
    for (const active of [true, false])
      expect((await scim.patch(`/Users/${id}`, { op: 'replace', value: { active } })).body).toMatchObject({ active });
  });

  it('Okta: pushes a group with its id inside of values, and replaces all members, or by none', async () => {
    const [one, two] = [await scim.user(), await scim.user()];
    const id = scim.idIn(
      (
        await scim.send('POST', '/Groups', {
          schemas: [GROUP],
          displayName: 'Okta Support',
          members: [{ value: one.id, display: 'x' }],
        })
      ).body,
    );
    const rename = { op: 'replace', value: { id, displayName: 'Okta Helpers' } };
    const add = { op: 'add', path: 'members', value: [{ value: two.id, display: two.userName }] };
    expect((await scim.patch(`/Groups/${id}`, rename, add)).status).toBe(204);
    expect(await scim.read(`/Groups/${id}`)).toMatchObject({ displayName: 'Okta Helpers', members: { length: 2 } });
    const all = { op: 'replace', path: 'members', value: [{ value: two.id, display: two.userName }] };
    await scim.patch(`/Groups/${id}`, rename, all);
    expect(await scim.read(`/Groups/${id}`)).toMatchObject({ members: [{ value: two.id }] });
    await scim.patch(`/Groups/${id}`, { op: 'replace', path: 'members', value: [] });
    expect(await scim.read(`/Groups/${id}`)).not.toHaveProperty('members');
    const whole = {
      schemas: [GROUP],
      id,
      displayName: 'Okta Helpers',
      members: [{ value: one.id, display: one.userName }],
    };
    expect(await scim.send('PUT', `/Groups/${id}`, whole)).toMatchObject({
      status: 200,
      body: { id, displayName: 'Okta Helpers', members: [{ value: one.id }] },
    });
    expect((await scim.send('DELETE', `/Groups/${id}`)).status).toBe(204);
  });

  it('is told the limits of requests, and those that the standard has no attribute for when it asks for them', async () => {
    const CONFIG = 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig';
    const config = await scim.read('/ServiceProviderConfig');
    expect(config).toMatchObject({
      schemas: [CONFIG],
      documentationUri: 'http://127.0.0.1:8080/docs',
      filter: { maxResults: 200 },
      bulk: { maxPayloadSize: 1_000_000 },
      pagination: { index: true, defaultPageSize: 100, maxPageSize: 200 },
    });
    expect(config).not.toHaveProperty([LIMITS]);
    const { attributes } = await scim.read(`/Schemas/${LIMITS}`);
    const names = Array.isArray(attributes) ? attributes.map(({ name }: { name: string }) => name) : [];
    const asked = await scim.read(`/ServiceProviderConfig?attributes=patch,${LIMITS}`);
    expect(asked).toEqual({
      schemas: [CONFIG, LIMITS],
      patch: { supported: true },
      [LIMITS]: Object.fromEntries(names.map((name) => [name, expect.any(Number)])),
    });
    expect(asked[LIMITS]).toMatchObject({ maxMembers: 5_000, maxPatchOperations: 100, maxValues: 100 });
  });

  it.each([
    ['GET', '/Me'],
    ['PATCH', '/Me'],
    ['POST', '/Bulk'],
    ['POST', '/.search'],
    ['POST', '/Users/.search'],
  ])('is told by 501 that there is no %s %s', async (method, path) => {
    expect(await scim.send(method, path, method === 'GET' ? undefined : {})).toMatchObject({
      status: 501,
      body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '501' },
    });
    expect(await scim.read('/ServiceProviderConfig')).toMatchObject({ bulk: { supported: false } });
  });
});
