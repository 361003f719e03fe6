import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { Models } from '../testing/description.js';
import { TestApi } from '../testing/test-api.js';

const JSON_TYPE = { 'Content-Type': 'application/json' };

describe('input that no honest client sends', () => {
  let api: TestApi;
  let target: Models['AgentDto'];

  beforeAll(async () => {
    api = await TestApi.start();
    target = await api.agent();
  });

  afterAll(async () => {
    await api.close();
  });

  /** Every route with a body: what makes a valid one, and its fields that hold text. */
  const routes: [string, string, () => Record<string, unknown>, string[]][] = [
    ['POST', '/agents', () => api.newAgent(), ['first_name', 'last_name', 'email', 'role', 'roles.0', 'teams.0']],
    [
      'PUT',
      '/agents/{id}',
      () => api.newAgent(),
      ['first_name', 'last_name', 'email', 'role', 'roles.0', 'teams.0', 'availability_status', 'new_password'],
    ],
    [
      'POST',
      '/agents/{id}/api-keys',
      () => ({ name: api.unique('key ') }),
      ['name', 'kind', 'scopes.0', 'expires_at', 'allowed_ips.0'],
    ],
    [
      'POST',
      '/service-accounts',
      () => ({ first_name: 'Export', role: 'Agent' }),
      ['first_name', 'last_name', 'role', 'roles.0', 'teams.0'],
    ],
    ['PUT', '/agents/me/availability', () => ({ status: 'online' }), ['status', 'source']],
    ['POST', '/agents/reset-password', () => ({ email: 'nobody@example.com' }), ['email']],
    ['POST', '/agents/set-password', () => ({ token: 't', password: 'Correct-Horse-7' }), ['token', 'password']],
    [
      'POST',
      '/teams',
      () => ({ name: api.unique('Team ') }),
      ['name', 'emoji', 'timezone', 'conversation_assignment_type'],
    ],
    [
      'POST',
      '/roles',
      () => ({ name: api.unique('Role '), permissions: [] }),
      ['name', 'description', 'permissions.0'],
    ],
  ];

  const send = (method: string, path: string, raw: string) =>
    api.admin.send(method, path.replace('{id}', String(target.id)), { raw, headers: JSON_TYPE });

  /** The body with the text in the field, where `teams.0` is the first of a list. */
  const withField = (body: Record<string, unknown>, field: string, text: string) => {
    const [name = '', index] = field.split('.');
    return { ...body, [name]: index === undefined ? text : [text] };
  };

  describe.each(routes)('%s %s', (method, path, valid, fields) => {
    it.each([
      ['a NUL byte', 'a\0b'],
      ['half of a surrogate pair', 'a\ud800b'],
      ['the other half', '\udc00'],
      ['the halves in the wrong order', '\udc00\ud800'],
    ])('refuses %s in every text, by the name of its field', async (_what, text) => {
      const before = await api.stored();
      for (const field of [...fields, 'unknown', 'unknown.0']) {
        const answer = await send(method, path, JSON.stringify(withField(valid(), field, text)));
        expect({ field, status: answer.status, fields: answer.fields }).toEqual({
          field,
          status: 400,
          fields: [field],
        });
      }
      const named = await send(method, path, JSON.stringify({ ...valid(), [text]: 1 }));
      expect(named).toMatchObject({ status: 400, fields: ['body'] });
      expect(await api.stored()).toEqual(before);
    });

    it('ignores fields that it does not know, whatever their name', async () => {
      const plain = (await send(method, path, JSON.stringify(valid()))).status;
      for (const name of [
        ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'valueOf', 'toJSON'],
        ...['id', 'uuid', 'isSystem', 'is_system', 'permission', 'api_key', 'password_hash', 'deleted_at', ''],
        ...['roleNames', 'input', 'filter', 'name.first', '$where', "'", '0'],
      ]) {
        const raw = JSON.stringify(valid()).replace('{', `{"${name}":{"permissions":["users:manage"]},`);
        expect({ name, status: (await send(method, path, raw)).status }).toEqual({ name, status: plain });
      }
    });

    it('takes no harm from names of JavaScript in nested values', async () => {
      for (const nested of ['{"__proto__":{"email":"a@example.com"}}', '{"constructor":{"prototype":{"a":1}}}'])
        for (const field of fields) {
          const [name = ''] = field.split('.');
          const body = JSON.stringify({ ...valid(), [name]: 'NESTED' }).replace('"NESTED"', nested);
          expect((await send(method, path, body)).status).toBe(400);
        }
      expect(Object.keys(Object.prototype)).toEqual([]);
    });
  });

  it('sets nothing that a client must not set', async () => {
    const forged = {
      id: 4711,
      uuid: '0190b5f0-0000-7000-8000-000000000001',
      created_at: '2000-01-01T00:00:00Z',
      type: 'contact',
      permissions: ['users:manage'],
      is_system: true,
      isSystem: true,
      api_key: 'k'.repeat(32),
      avatar_url: 'http://example.com',
      custom_attributes: { a: 1 },
      deletedAt: '2000-01-01T00:00:00Z',
      passwordHash: 'x',
    };
    const plain = await api.agent();
    const agent = (await api.admin.post('/agents', api.newAgent({ ...forged, availability_status: 'online' }))).one(
      'AgentDto',
    );
    expect(agent).toMatchObject({
      id: plain.id + 1,
      type: 'agent',
      permissions: plain.permissions,
      api_key: null,
      avatar_url: null,
      availability_status: 'offline',
      custom_attributes: {},
    });
    expect(await api.rows('SELECT is_system, password_hash FROM agents WHERE id = $1', [agent.id])).toEqual([
      { is_system: false, password_hash: null },
    ]);
  });

  it('stores text as it is, markup, quotes and all, and gives it back unchanged', async () => {
    for (const text of [
      `<script>alert("1")</script>`,
      `'; DROP TABLE agents; --`,
      '{{7*7}} ${7*7} %s %n \\u0000 \\',
      'a\u202egnirts\u202c \u200b\ufeff z',
      '🏳️‍🌈 ﷽ Ǆ ﬃ ẞ İ ı 𝔘𝔫𝔦',
      'é ≠ è',
    ]) {
      const agent = await api.agent({ first_name: text, last_name: text });
      expect((await api.admin.get(`/agents/${agent.id}`)).data).toMatchObject({ first_name: text, last_name: text });
      const team = (await api.admin.post('/teams', { name: text, emoji: '🏳️‍🌈' })).one('TeamDto');
      expect(team.name).toBe(text);
      const { teams } = (await api.admin.put(`/agents/${agent.id}`, { ...agent, teams: [text] })).one('AgentDto');
      expect(teams).toEqual([{ id: team.id, name: text, emoji: '🏳️‍🌈' }]);
    }
  });

  it.each(['É', 'ẞ', 'İ', 'ŉ', 'ΑΣ', 'Ǆ', 'Ⅷ', 'Ａ', 'ᏸ', 'Ა', 'Ꟶ', 'K'])(
    'takes an e-mail with the letter %s, in one case and the other, for one address',
    async (letter) => {
      const agent = await api.agent({ email: `${letter}@example.com` });
      expect((await api.admin.post('/agents', api.newAgent({ email: `${letter}@EXAMPLE.com` }))).status).toBe(409);
      const lower = { email: `${letter}@example.com`.toLowerCase() };
      expect((await api.admin.post('/agents', api.newAgent(lower))).status).toBe(409);
      expect((await api.admin.put(`/agents/${agent.id}`, { ...agent, email: `${letter}@example.com` })).status).toBe(
        200,
      );
    },
  );

  it('takes lists of a thousand names, each once, and no longer ones', async () => {
    const team = await api.team();
    const teams = Array.from({ length: 1_000 }, () => team.name);
    const roles = Array.from({ length: 1_000 }, (_, index) => (index % 2 ? 'agent' : 'AGENT'));
    const agent = await api.agent({ teams, roles });
    expect(agent.teams).toHaveLength(1);
    expect(agent.roles).toEqual(['Agent']);
    const unknown = Array.from({ length: 1_000 }, (_, index) => `Nobody ${index}`);
    expect((await api.admin.post('/agents', api.newAgent({ teams: unknown }))).status).toBe(400);
    expect((await api.admin.post('/agents', api.newAgent({ roles: unknown }))).status).toBe(400);
    expect((await api.admin.post('/agents', api.newAgent({ teams: [...teams, team.name] }))).fields).toEqual(['teams']);
  });
});
