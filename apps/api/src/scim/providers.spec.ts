import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { ScimClient } from '../testing/scim-client.js';
import { TestApi } from '../testing/test-api.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** What Entra ID sends, after Microsoft's public description of its provisioning service. */
const ENTRA = {
  newUser: {
    schemas: [USER, ENTERPRISE, 'urn:ietf:params:scim:schemas:extension:acme:2.0:User'],
    externalId: '0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef',
    userName: 'Test_User_ab6490ee@contoso.onmicrosoft.com',
    active: true,
    displayName: 'Test User',
    emails: [{ primary: true, type: 'work', value: 'Test_User@contoso.com' }],
    meta: { resourceType: 'User' },
    name: { formatted: 'givenName familyName', familyName: 'familyName', givenName: 'givenName' },
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
      displayName: 'Renamed',
      'name.givenName': 'Given',
      [`${ENTERPRISE}:department`]: 'Sales',
      [`${ENTERPRISE}:manager`]: '26118915-6090-4610-87e4-49d8ca9f808d',
    },
  },
  newGroup: {
    schemas: [GROUP, 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'],
    externalId: '8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159',
    displayName: 'Contoso Support',
    meta: { resourceType: 'Group' },
  },
} as const;

/** What Okta sends, after its public description of SCIM 2.0 requests. */
const OKTA = {
  newUser: {
    schemas: [USER],
    userName: 'test.user@okta.local',
    name: { givenName: 'Test', familyName: 'User' },
    emails: [{ primary: true, value: 'test.user@okta.local', type: 'work' }],
    displayName: 'Test User',
    locale: 'en-US',
    externalId: '00ujl29u0le5T6Aj10h7',
    groups: [],
    password: '1mz050nq',
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
      displayName: 'Renamed',
      name: { givenName: 'Given', familyName: 'familyName' },
      [ENTERPRISE]: { department: 'Sales', manager: { value: '26118915-6090-4610-87e4-49d8ca9f808d' } },
    });
    const edited = await scim.patch(
      `/Users/${id}`,
      { op: 'Add', path: 'emails[type eq "home"].value', value: 'home@contoso.com' },
      { op: 'Replace', path: 'emails[type eq "work"].value', value: 'Moved@contoso.com' },
      { op: 'Replace', path: 'name.familyName', value: 'Moved' },
      { op: 'Remove', path: 'phoneNumbers[type eq "mobile"].value' },
    );
    expect(edited.body).toMatchObject({
      emails: [
        { type: 'work', value: 'Moved@contoso.com' },
        { type: 'home', value: 'home@contoso.com' },
      ],
      phoneNumbers: [{ type: 'work', value: '+1 (425) 555-0100 x 17' }],
    });
    expect((await scim.patch(`/Users/${id}`, { op: 'Replace', path: 'active', value: 'False' })).body).toMatchObject({
      active: false,
    });
    expect(await scim.found('/Users', `userName eq "${ENTRA.newUser.userName.toLowerCase()}"`)).toEqual([id]);
    expect((await scim.send('DELETE', `/Users/${id}`)).status).toBe(204);
  });

  it('Entra ID: makes a group, finds it without members, adds and removes some with 204', async () => {
    const [one, two] = [await scim.user(), await scim.user()];
    const id = scim.idIn((await scim.send('POST', '/Groups', ENTRA.newGroup)).body);
    const filter = encodeURIComponent(`displayName eq "${ENTRA.newGroup.displayName}"`);
    const { Resources } = await scim.read(`/Groups?excludedAttributes=members&filter=${filter}`);
    expect(Resources).toEqual([expect.objectContaining({ id, externalId: ENTRA.newGroup.externalId })]);
    const add = { op: 'Add', path: 'members', value: [one, two].map((user) => ({ $ref: null, value: user.id })) };
    expect(await scim.patch(`/Groups/${id}`, add)).toMatchObject({ status: 204, text: '' });
    expect(await scim.read(`/Groups/${id}`)).toMatchObject({ members: [{ value: one.id }, { value: two.id }] });
    const remove = { op: 'Remove', path: 'members', value: [{ $ref: null, value: one.id }] };
    expect((await scim.patch(`/Groups/${id}`, remove)).status).toBe(204);
    expect((await scim.patch(`/Groups/${id}`, { op: 'Remove', path: `members[value eq "${two.id}"]` })).status).toBe(
      204,
    );
    expect(
      (await scim.patch(`/Groups/${id}`, { op: 'Replace', path: 'displayName', value: 'Renamed at Contoso' })).status,
    ).toBe(204);
    const group = await scim.read(`/Groups/${id}`);
    expect([group.displayName, group.members]).toEqual(['Renamed at Contoso', undefined]);
  });

  it('Okta: looks for a user, makes it once, replaces it deactivated, and patches it active again', async () => {
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
    const replaced = await scim.send('PUT', `/Users/${id}`, { ...(await scim.read(`/Users/${id}`)), active: false });
    expect(replaced).toMatchObject({ status: 200, body: { active: false, externalId: OKTA.newUser.externalId } });
    expect((await scim.patch(`/Users/${id}`, { op: 'replace', value: { active: true } })).body).toMatchObject({
      active: true,
    });
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
  });
});
