import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { PLAN } from '../testing/plan.js';
import { ADMIN, TestApi } from '../testing/test-api.js';

/** Names that are one to a reader, or but for case. */
const SAME = [
  ['ΥΠΕΥΘΥΝΟΣ', 'υπευθυνος'],
  ['Straße', 'STRASSE'],
  ['İdari', 'i\u0307dari'],
  ['Großmarkt', 'GROẞMARKT'],
  ['Café', 'cafe\u0301'],
  ['Second Level', ' second\u00a0 level\u200b'],
  ['Super\u200bvisor', 'supervisor\u2060'],
];

/** Names that are not. */
const DISTINCT = [
  ['İdare', 'idare'],
  ['Irmak', 'ırmak'],
  ['Resume', 'Résumé'],
];

const CONTROLS = ['\u0007Bell', 'Be\u001bll', 'Be\nll', 'Be\tll', 'Be\u2028ll', 'Bell\u0080'];
const NOTHING_VISIBLE = ['', ' ', '\u200b', '\u2060\ufeff', '\u3164', '\u00ad', '\u202e\u202c', '\u2800'];

describe('a name', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });

  afterAll(async () => {
    await api.close();
  });

  const permissions = ['teams:manage'];
  const uuidOf = async ({ id }: { id: number }) =>
    String((await api.rows('SELECT uuid FROM agents WHERE id = $1', [id]))[0]?.uuid);
  const live = () => api.anonymous.with({ 'X-API-Key': ADMIN.token });
  const matching = async (filter: string, name: string) =>
    (await api.admin.get(`/agents?${filter}=${encodeURIComponent(name)}`)).many('CompactAgentDto').map(({ id }) => id);

  it.each(SAME)('is one for a role, %j and %j, wherever it is looked for', async (one, other) => {
    const role = (await api.admin.post('/roles', { name: one, permissions })).one('RoleDto');
    expect((await api.admin.post('/roles', { name: other, permissions })).status).toBe(409);
    const agent = await api.agent({ role: other });
    expect(agent.roles).toEqual([role.name]);
    expect(await matching('role', other)).toEqual([agent.id]);
    const second = await api.role();
    expect((await api.admin.put(`/roles/${second.id}`, { name: other, permissions })).status).toBe(409);
    const renamed = (await api.admin.put(`/roles/${role.id}`, { name: other, permissions })).one('RoleDto');
    expect((await api.agent({ role: null, roles: [one] })).roles).toEqual([renamed.name]);
  });

  it.each(SAME)('is one for a team, %j and %j, wherever it is looked for', async (one, other) => {
    const team = await api.team(one);
    expect((await api.admin.post('/teams', { name: other })).status).toBe(409);
    const agent = await api.agent({ teams: [other, one] });
    expect(agent.teams.map(({ id }) => id)).toEqual([team.id]);
    expect(await matching('team', other)).toEqual([agent.id]);
    const second = await api.team();
    expect((await api.admin.put(`/teams/${second.id}`, { name: other })).status).toBe(409);
    expect((await api.admin.put(`/teams/${team.id}`, { name: other })).status).toBe(200);
  });

  it.each(DISTINCT)('is another, %j than %j, on create and on assignment alike', async (one, other) => {
    for (const name of [one, other]) {
      await api.team(name);
      expect((await api.admin.post('/roles', { name, permissions })).status).toBe(200);
    }
    const agent = await api.agent({ role: one, teams: [other] });
    expect(agent).toMatchObject({ roles: [one], teams: [{ name: other }] });
    expect(await matching('role', other)).toEqual([]);
    expect(await matching('team', one)).toEqual([]);
  });

  it.each(['Admin ', 'ad\u200bmin', '\u202eADMIN', 'Adm\u00adin', 'Admin\u2003'])(
    'makes no second Admin as %j',
    async (name) => {
      expect((await api.admin.post('/roles', { name, permissions })).status).toBe(409);
      expect((await api.agent({ role: name })).roles).toEqual(['Admin']);
    },
  );

  it('is stored composed and without what surrounds it unseen', async () => {
    const name = ' \u200bRene\u0301e 👩‍💻\u2060\n';
    const [stored, unique] = ['Renée 👩‍💻', `${api.unique()}${name}`];
    const agent = await api.agent({ first_name: name, last_name: name });
    expect(agent).toMatchObject({ first_name: stored, last_name: stored });
    const body = { first_name: name, last_name: name, email: 'renee@example.com', password: 'Correct-Horse-7' };
    expect((await live().post('/user/create_live_agent', body)).data).toMatchObject({
      first_name: stored,
      last_name: stored,
    });
    const key = (await api.admin.post(`/agents/${agent.id}/api-keys`, { name })).one('IssuedApiKeyDto');
    expect(key.name).toBe(stored);
    const account = await api.admin.post('/service-accounts', { first_name: name, role: 'Agent' });
    expect(account.data).toMatchObject({ first_name: stored });
    expect((await api.admin.post('/teams', { name: unique })).one('TeamDto').name).toMatch(/\d \u200bRenée 👩‍💻$/u);
    expect((await api.admin.post('/roles', { name: unique, permissions })).one('RoleDto').name).toMatch(
      /\d \u200bRenée 👩‍💻$/u,
    );
  });

  it.each([...CONTROLS, ...NOTHING_VISIBLE])('is refused in both windows as %j', async (name) => {
    const agent = await api.agent();
    const before = await api.stored();
    const refused = { status: 400, fields: [expect.stringMatching(/name$/)] };
    const agency = (await live().get('/agency')).one('AgencyDto');
    for (const answer of [
      await api.admin.post('/teams', { name }),
      await api.admin.post('/roles', { name, permissions }),
      await api.admin.post('/agents', api.newAgent({ first_name: name })),
      await api.admin.post('/service-accounts', { first_name: name, role: 'Agent' }),
      await api.admin.post(`/agents/${agent.id}/api-keys`, { name }),
    ])
      expect(answer).toMatchObject(refused);
    const live422 = [
      await live().post('/user/create_live_agent', { ...agent, first_name: name, password: 'Correct-Horse-7' }),
      await live().put(`/user/${await uuidOf(agent)}`, { first_name: name }),
      await live().post(`/agency/billing/${agency.id}/billing_plan`, { ...PLAN, name }),
    ];
    expect(live422.map(({ status }) => status)).toEqual([422, 422, 422]);
    expect(await api.stored()).toEqual(before);
  });

  it.each(CONTROLS)('of a family is refused as %j, and may be left out', async (last_name) => {
    expect(await api.admin.post('/agents', api.newAgent({ last_name }))).toMatchObject({ fields: ['last_name'] });
    expect((await api.agent({ last_name: '\u200b' })).last_name).toBe('');
  });

  it('as long as names may be can be assigned and looked for', async () => {
    const [role, team] = ['😀'.repeat(50), '😀'.repeat(140)];
    await api.admin.post('/roles', { name: role, permissions });
    await api.team(team);
    const agent = await api.agent({ role, roles: [role], teams: [team] });
    expect(agent).toMatchObject({ roles: [role], teams: [{ name: team }] });
    expect(await matching('role', role)).toEqual([agent.id]);
    expect(await matching('team', team)).toEqual([agent.id]);
  });

  it('is searched for composed or not', async () => {
    const agent = await api.agent({ first_name: 'Zoé', last_name: 'Ångström' });
    for (const part of ['zoe\u0301', 'A\u030angstro\u0308m'.normalize('NFD'), 'Zoé Ång'])
      expect(await matching('search', part)).toEqual([agent.id]);
  });
});
