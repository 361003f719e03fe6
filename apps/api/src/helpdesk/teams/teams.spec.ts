import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { TestApi } from '../../testing/test-api.js';

const TEAM = [
  'id',
  'created_at',
  'updated_at',
  'emoji',
  'name',
  'conversation_assignment_type',
  'timezone',
  'business_hours_id',
  'sla_policy_id',
  'max_auto_assigned_conversations',
];

describe('teams', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });

  afterAll(async () => {
    await api.close();
  });

  const notFound = { status: 404, error: { error_type: 'NotFoundException', data: null } };

  it('are created with every field, and read back as they were created', async () => {
    const body = {
      name: 'Support Team',
      emoji: '🛠️',
      conversation_assignment_type: 'Manual',
      timezone: 'America/Argentina/Buenos_Aires',
      business_hours_id: 7,
      sla_policy_id: 2_147_483_647,
      max_auto_assigned_conversations: 3,
    };
    const team = (await api.admin.post('/teams', body)).one('TeamDto');
    expect(team).toMatchObject(body);
    expect(Object.keys(team)).toEqual(TEAM);
    expect(Number.isInteger(team.id)).toBe(true);
    expect((await api.admin.get(`/teams/${team.id}`)).data).toEqual(team);
  });

  it('have defaults for all but the name, when created and when set anew', async () => {
    const defaults = {
      emoji: '',
      conversation_assignment_type: 'Round robin',
      timezone: '',
      business_hours_id: null,
      sla_policy_id: null,
      max_auto_assigned_conversations: 0,
    };
    const team = (await api.admin.post('/teams', { name: 'Bare' })).one('TeamDto');
    expect(team).toMatchObject(defaults);
    await api.admin.put(`/teams/${team.id}`, { name: 'Bare', emoji: '🛠️', max_auto_assigned_conversations: 3 });
    const nulls = Object.fromEntries(Object.keys(defaults).map((field) => [field, null]));
    expect((await api.admin.put(`/teams/${team.id}`, { name: 'Bare', ...nulls })).data).toMatchObject(defaults);
    // What a form has read it sends back.
    expect((await api.admin.put(`/teams/${team.id}`, { ...team })).data).toMatchObject({ ...defaults, name: 'Bare' });
    const agent = await api.agent({ teams: ['Bare'] });
    expect(agent.teams).toEqual([{ id: team.id, name: 'Bare', emoji: '' }]);
  });

  it('are changed as a whole', async () => {
    const team = await api.team();
    const changed = (await api.admin.put(`/teams/${team.id}`, { name: 'Renamed', timezone: 'UTC' })).one('TeamDto');
    expect(changed).toMatchObject({ id: team.id, created_at: team.created_at, name: 'Renamed', timezone: 'UTC' });
    expect(changed.updated_at > team.updated_at).toBe(true);
    expect((await api.admin.get(`/teams/${team.id}`)).data).toEqual(changed);
  });

  it('have their time zone by its name in the IANA database, links as they were sent', async () => {
    const { id } = await api.team();
    for (const [sent, kept] of [
      ['europe/berlin', 'Europe/Berlin'],
      ['utc', 'UTC'],
      ['Europe/Kiev', 'Europe/Kiev'],
      ['ASIA/KOLKATA', 'Asia/Kolkata'],
    ]) {
      const body = { name: `Midway ${id}`, timezone: sent };
      expect((await api.admin.put(`/teams/${id}`, body)).data).toMatchObject({ timezone: kept });
    }
  });

  it('are listed newest change first when whole, and by name for pickers', async () => {
    const [first, second] = [await api.team(), await api.team()];
    await api.admin.put(`/teams/${first.id}`, { name: first.name, emoji: '🛠️' });
    const whole = (await api.admin.get('/teams')).many('TeamDto');
    expect(whole.slice(0, 2).map(({ id }) => id)).toEqual([first.id, second.id]);
    for (const name of ['Ärzte', 'zoo', 'Yoga', 'apples']) await api.team(name);
    const compact = (await api.admin.get('/teams/compact')).many('CompactTeamDto');
    expect(compact).toContainEqual({ id: first.id, name: first.name, emoji: '🛠️' });
    expect(compact).toHaveLength(whole.length + 4);
    const names = compact.map(({ name }) => name);
    expect(names.slice(0, 2)).toEqual(['apples', 'Ärzte']);
    expect(names.slice(-2)).toEqual(['Yoga', 'zoo']);
  });

  it('lose their members when they are deleted, and never the agents', async () => {
    const [team, other] = [await api.team(), await api.team()];
    const agent = await api.agent({ teams: [team.name, other.name] });
    expect((await api.admin.delete(`/teams/${team.id}`)).data).toBe(true);
    const teams = (await api.admin.get(`/agents/${agent.id}`)).one('AgentDto').teams;
    expect(teams.map(({ id }) => id)).toEqual([other.id]);
    expect(await api.admin.get(`/teams/${team.id}`)).toMatchObject(notFound);
    expect(await api.admin.put(`/teams/${team.id}`, { name: team.name })).toMatchObject(notFound);
    expect(await api.admin.delete(`/teams/${team.id}`)).toMatchObject(notFound);
    expect((await api.admin.post('/teams', { name: team.name })).status).toBe(200);
  });

  it('do not take the name of another, and keep their own', async () => {
    const [team, other] = [await api.team(), await api.team()];
    const before = await api.stored();
    const conflict = { status: 409, error: { error_type: 'ConflictException', data: null } };
    expect(await api.admin.post('/teams', { name: team.name })).toMatchObject(conflict);
    expect(await api.admin.put(`/teams/${other.id}`, { name: team.name })).toMatchObject(conflict);
    expect(await api.stored()).toEqual(before);
    expect((await api.admin.put(`/teams/${team.id}`, { name: team.name })).status).toBe(200);
  });

  it.each([
    ['name', [undefined, null, '', ' ', 5, [], {}, 'a'.repeat(141), '❤\ufe0f'.repeat(71)]],
    ['emoji', [5, [], {}, 'a'.repeat(51), '❤\ufe0f'.repeat(26)]],
    ['conversation_assignment_type', ['', 'manual', 5, [], ['Manual'], {}]],
    ['timezone', ['Berlin', 'Mars/Olympus', '+01:00', 'IST', 'PST', 'SystemV/EST5', 5, [], ['UTC'], {}]],
    ['business_hours_id', ['1', 0, -1, 1.5, 2 ** 31, 1e300, [], {}]],
    ['sla_policy_id', ['1', 0, -1, 1.5, 2 ** 31, true]],
    ['max_auto_assigned_conversations', ['1', -1, 1.5, 2 ** 31, true, []]],
  ])('with a wrong %s are refused by its name, and nothing changes', async (field, values) => {
    const team = await api.team();
    const before = await api.stored();
    for (const value of values) {
      const body = { name: 'Team', [field]: value };
      for (const answer of [await api.admin.post('/teams', body), await api.admin.put(`/teams/${team.id}`, body)])
        expect({ value, status: answer.status, fields: answer.fields }).toEqual({
          value,
          status: 400,
          fields: [field],
        });
    }
    expect(await api.stored()).toEqual(before);
  });

  it('take the longest name and emoji there may be', async () => {
    const body = { name: '😀'.repeat(140), emoji: '❤\ufe0f'.repeat(25) };
    expect((await api.admin.post('/teams', body)).data).toMatchObject(body);
  });

  it('leave an entry for each change, and none for a refused one', async () => {
    const me = (await api.admin.get('/agents/me')).one('AgentDto');
    let id = 0;
    const entries = await api.activityDuring(async () => {
      ({ id } = await api.team());
      await api.admin.put(`/teams/${id}`, { name: 'Changed' });
      await api.admin.put(`/teams/${id}`, { name: '' });
      await api.admin.delete(`/teams/${id}`);
      await api.admin.delete(`/teams/${id}`);
    });
    expect(entries).toEqual(
      ['team_created', 'team_updated', 'team_deleted'].map((type) => ({
        type,
        actor: me.id,
        target: 'team',
        id,
        ip: expect.any(String),
      })),
    );
  });
});
