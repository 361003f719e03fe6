import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DomainError } from '@rollcall/kernel';

import { ADMIN, TestApi } from '../../testing/test-api.js';
import { refusalOf } from '../../testing/refusal-of.js';
import { isObject } from '../attributes/attribute.js';
import { ENTERPRISE, USER } from '../attributes/user-schema.js';
import { conditionOf } from '../filter/conditions.js';
import { parseFilter } from '../filter/parse-filter.js';
import { ScimClient } from '../../testing/scim-client.js';
import { ASKABLE_USERS } from './askable-users.js';

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
      `name pr and roles pr and schemas eq "${ENTERPRISE}" and meta.resourceType eq "user" and not (groups pr)`,
      `${ENTERPRISE} pr and schemas pr and addresses pr and roles.display eq "Agent" and id eq "${id}"`,
    ])
      expect([filter, await scim.found('/Users', filter)]).toEqual([filter, [id]]);
    for (const filter of [
      'emails[type eq "home"].value eq "ada@example.com"',
      `schemas ne "${USER}"`,
      'schemas eq "urn:unknown"',
      'meta.resourceType eq "Group"',
    ])
      expect([filter, await scim.found('/Users', filter)]).toEqual([filter, []]);
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

  it('are not given more than a hundred values of an attribute, by PUT or PATCH', async () => {
    const { id, userName } = await scim.user();
    const phoneNumbers = Array.from({ length: 101 }, (_, index) => ({ value: `+1 202 555 ${index}` }));
    const refused = { status: 400, error: { error_type: 'tooMany', message: expect.stringContaining('phoneNumbers') } };
    expect(await scim.send('PUT', `/Users/${id}`, { userName, phoneNumbers })).toMatchObject(refused);
    expect(await scim.patch(`/Users/${id}`, { op: 'add', value: { phoneNumbers } })).toMatchObject(refused);
    expect(await scim.read(`/Users/${id}`)).not.toHaveProperty('phoneNumbers');
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
      'very long addresses',
      { addresses: Array.from({ length: 100 }, (_, index) => ({ locality: `L${index} ${'x'.repeat(1_000)}` })) },
      'invalidValue',
    ],
    [
      'more than a hundred addresses',
      { addresses: Array.from({ length: 101 }, (_, index) => ({ locality: `L${index} of somewhere` })) },
      'tooMany',
    ],
    ['more than a hundred roles', { roles: Array.from({ length: 101 }, () => 'Agent') }, 'tooMany'],
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
    ['a value for a name as a whole', 'name eq "Ada"', 400],
    ['a number for a flag', 'active eq 5', 400],
  ])('are not found by a filter with %s', async (_what, filter, status) => {
    const answer = await scim.send('GET', `/Users?filter=${encodeURIComponent(filter)}`);
    expect(answer).toMatchObject({ status, error: { error_type: 'invalidFilter' } });
  });

  it('are asked for by any attribute, comparison and value, or the refusal names what was sent', async () => {
    const { fields, lists, known, present } = ASKABLE_USERS;
    const inLists = Object.entries(lists).flatMap(([list, { fields: inner }]) => [
      list,
      ...Object.keys(inner).map((name) => `${list}.${name}`),
    ]);
    const names = [...Object.keys(fields), ...inLists, ...Object.keys(known), ...Object.keys(present)];
    const values = ['"a"', '"2026-01-31T12:00:00Z"', 'true', 'null'];
    const comparisons = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'].flatMap((op) =>
      values.map((value) => `${op} ${value}`),
    );
    const filters = names.flatMap((name) =>
      ['pr', ...comparisons].map((rest) => ({ name, filter: `${name} ${rest}` })),
    );
    const refusals = filters.map(({ name, filter }) => {
      const refusal = refusalOf(() => conditionOf(parseFilter(filter), ASKABLE_USERS, USER));
      return { name, filter, refusal: refusal instanceof DomainError ? refusal.message : refusal };
    });
    const unnamed = refusals.filter(
      ({ name, refusal }) =>
        refusal !== null &&
        (typeof refusal !== 'string' || !/^filter (compares|cannot ask for) /.test(refusal) || !refusal.includes(name)),
    );
    expect(unnamed).toEqual([]);
    const understood = refusals.filter(({ refusal }) => refusal === null);
    expect(understood.length).toBeGreaterThan(500);
    for (let first = 0; first < understood.length; first += 50) {
      const some = understood.slice(first, first + 50).map(({ filter }) => filter);
      expect(await scim.read(`/Users?count=0&filter=${encodeURIComponent(some.join(' or '))}`)).toBeDefined();
    }
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
