import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { ScimClient } from '../../testing/scim-client.js';
import { TestApi } from '../../testing/test-api.js';

describe('groups of SCIM', () => {
  let api: TestApi;
  let scim: ScimClient;

  beforeAll(async () => {
    api = await TestApi.start();
    scim = new ScimClient(api);
  });

  afterAll(async () => {
    await api.close();
  });

  it('are teams: made, found by their name, renamed and deleted', async () => {
    const user = await scim.user();
    const name = api.unique('Group ');
    const { status, body } = await scim.send('POST', '/Groups', {
      displayName: name,
      externalId: 'okta-1',
      members: [{ value: user.id }, { value: user.id }],
    });
    expect([status, body]).toEqual([
      201,
      expect.objectContaining({
        displayName: name,
        externalId: 'okta-1',
        members: [expect.objectContaining({ value: user.id })],
      }),
    ]);
    const id = scim.idIn(body);
    expect(await scim.found('/Groups', `displayName eq "${name.toUpperCase()}"`)).toEqual([id]);
    expect(await scim.found('/Groups', `members[value eq "${user.id}"]`)).toEqual([id]);
    expect(await scim.found('/Groups', `members.value eq "${user.id}" and externalId eq "okta-1"`)).toEqual([id]);
    expect(await scim.read(`/Users/${user.id}`)).toMatchObject({ groups: [{ value: id, display: name }] });
    for (const filter of [`groups.value eq "${id}"`, `groups.display eq "${name.toLowerCase()}"`])
      expect(await scim.found('/Users', filter)).toEqual([user.id]);
    const ofGroup = `displayName eq "${name}" and meta.resourceType eq`;
    expect(await scim.found('/Groups', `${ofGroup} "Group"`)).toEqual([id]);
    expect(await scim.found('/Groups', `${ofGroup} "User"`)).toEqual([]);
    const renamed = await scim.send('PATCH', `/Groups/${id}`, {
      Operations: [{ op: 'replace', value: { id, displayName: `${name}!` } }],
    });
    expect([renamed.status, renamed.text]).toEqual([204, '']);
    expect((await api.admin.get(`/teams/${id}`)).data).toMatchObject({ name: `${name}!` });
    expect((await scim.send('DELETE', `/Groups/${id}`)).status).toBe(204);
    expect((await scim.send('GET', `/Groups/${id}`)).status).toBe(404);
  });

  it('are read without their members where nobody wants them', async () => {
    const [user, id] = [await scim.user(), await scim.group()];
    await scim.patch(`/Groups/${id}`, { op: 'add', path: 'members', value: [{ value: user.id }] });
    expect(await scim.read(`/Groups/${id}?excludedAttributes=members`)).not.toHaveProperty('members');
    expect(await scim.read(`/Groups/${id}?attributes=displayName`)).not.toHaveProperty('members');
    expect(await scim.read(`/Groups/${id}?attributes=members`)).toMatchObject({ members: [{ value: user.id }] });
  });

  it('lose no member of fifty patches at once, and get each once', async () => {
    const id = await scim.group();
    const users = await Promise.all(Array.from({ length: 50 }, () => scim.user()));
    const answers = await Promise.all(
      users.map((user) => scim.patch(`/Groups/${id}`, { op: 'add', path: 'members', value: [{ value: user.id }] })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
    const { members } = await scim.read(`/Groups/${id}`);
    expect(Array.isArray(members) ? members.map(({ value }: { value: string }) => value).toSorted() : members).toEqual(
      users.map((user) => user.id).toSorted(),
    );
    const removed = users.slice(0, 25);
    await Promise.all(
      removed.map((user) => scim.patch(`/Groups/${id}`, { op: 'Remove', path: `members[value eq "${user.id}"]` })),
    );
    expect(await scim.read(`/Groups/${id}`)).toMatchObject({ members: { length: 25 } });
  });

  it('are locked while they change: of twenty patches at once that say the same, one changes something', async () => {
    const [user, id] = [await scim.user(), await scim.group()];
    const add = { op: 'add', path: 'members', value: [{ value: user.id }] };
    const twenty = <T>(work: () => Promise<T>) => Promise.all(Array.from({ length: 20 }, work));
    expect(await api.activityDuring(() => twenty(() => scim.patch(`/Groups/${id}`, add)))).toHaveLength(1);
    const { headers } = await scim.send('GET', `/Groups/${id}`);
    const sent = { 'If-Match': headers.get('etag') ?? '' };
    const Operations = [{ op: 'replace', path: 'members', value: [] }];
    const answers = await twenty(() => scim.send('PATCH', `/Groups/${id}`, { Operations }, sent));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, ...Array<number>(19).fill(412)]);
  });

  it('keep the programs that are in them when a provider replaces all members', async () => {
    const { name, id } = await api.team();
    await api.admin.post('/service-accounts', { first_name: 'Bot', teams: [name], roles: ['Agent'] });
    const user = await scim.user();
    await scim.patch(`/Groups/${id}`, { op: 'replace', path: 'members', value: [{ value: user.id }] });
    await scim.patch(`/Groups/${id}`, { op: 'replace', path: 'members', value: [] });
    expect(await scim.read(`/Groups/${id}`)).not.toHaveProperty('members');
    expect(await api.rows('SELECT count(*)::int AS count FROM team_members WHERE team_id = $1', [id])).toEqual([
      { count: 1 },
    ]);
  });

  it('change with one entry in the log, and none when nothing changes', async () => {
    const [user, id] = [await scim.user(), await scim.group()];
    const add = { op: 'add', path: 'members', value: [{ value: user.id }] };
    const entries = await api.activityDuring(() => scim.patch(`/Groups/${id}`, add));
    expect(entries).toMatchObject([{ type: 'team_updated', target: 'team', id: Number(id) }]);
    expect(await api.activityDuring(() => scim.patch(`/Groups/${id}`, add))).toEqual([]);
  });

  it('change at the version that an If-Match names alone', async () => {
    const id = await scim.group();
    const { headers } = await scim.send('GET', `/Groups/${id}`);
    const etag = headers.get('etag') ?? '';
    const rename = (displayName: string) => scim.send('PUT', `/Groups/${id}`, { displayName }, { 'If-Match': etag });
    expect((await rename(api.unique('Renamed '))).status).toBe(200);
    expect((await rename(api.unique('Renamed '))).status).toBe(412);
    expect((await scim.send('DELETE', `/Groups/${id}`, undefined, { 'If-Match': etag })).status).toBe(412);
  });

  it.each<[string, object, number, string]>([
    ['an unknown member', { members: [{ value: '01a2222a-3cb8-720e-a9fc-e8ae2aece8ec' }] }, 400, 'invalidValue'],
    ['a member that is no id', { members: [{ value: '7' }] }, 400, 'invalidValue'],
    [
      'ten thousand members',
      { members: Array.from({ length: 10_000 }, (_, index) => ({ value: `m${index}` })) },
      400,
      'tooMany',
    ],
    ['no name', { displayName: '' }, 400, 'invalidValue'],
  ])('are refused with %s, and nothing is done', async (_what, changes, status, error_type) => {
    const before = await api.stored();
    const answer = await scim.send('POST', '/Groups', { displayName: api.unique('Bad '), ...changes });
    expect(answer).toMatchObject({ status, error: { error_type } });
    expect(await api.stored()).toEqual(before);
  });

  it('are not made, nor are users made or changed, by a request that asks for an attribute whose name cannot be one', async () => {
    const { id, userName } = await scim.user();
    const before = await api.stored();
    const refused = { status: 400, error: { error_type: 'invalidPath' } };
    const another = { userName: `${api.unique('another')}@example.com` };
    expect(await scim.send('POST', '/Users?attributes=a..b', another)).toMatchObject(refused);
    expect(await scim.send('PUT', `/Users/${id}?excludedAttributes=a..b`, { userName, title: 'x' })).toMatchObject(
      refused,
    );
    expect(await scim.send('POST', '/Groups?attributes=a..b', { displayName: another.userName })).toMatchObject(
      refused,
    );
    expect(await api.stored()).toEqual(before);
  });

  it('have names that no other has', async () => {
    const { name } = await api.team();
    expect(await scim.send('POST', '/Groups', { displayName: name.toUpperCase() })).toMatchObject({
      status: 409,
      error: { error_type: 'uniqueness' },
    });
  });
});
