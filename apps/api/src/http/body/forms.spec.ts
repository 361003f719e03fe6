import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { apiDescription } from '../../openapi/describe-api.js';
import type { Client } from '../../testing/client.js';
import { ADMIN, basic, TestApi } from '../../testing/test-api.js';
import { routesOf } from '../routing/routes.js';

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

const CREDENTIALS = { Authorization: basic(ADMIN.key, ADMIN.secret) };

const PASSWORD = 'Pässwort & 100% +1';

/** Where the peer's clients send forms. */
const TAKES_FORMS = [
  ...['POST /api/v1/auth/login', 'POST /api/v1/agents/set-password', 'POST /api/v1/agents/reset-password'],
  ...['POST /api/v1/agents', 'PUT /api/v1/agents/{id}', 'PUT /api/v1/agents/me/availability'],
  ...['POST /api/v1/teams', 'PUT /api/v1/teams/{id}', 'POST /api/v1/roles', 'PUT /api/v1/roles/{id}'],
  'POST /api/v1/oidc/{id}/backchannel-logout',
];

/** The same without its percent-encoding. */
const asBytes = (raw: string) =>
  Buffer.from(
    raw.replaceAll(/%(..)/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 16))),
    'latin1',
  );

describe('a form', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start({ settings: { LIMIT_PER_ACCOUNT: '3', PUBLIC_URL: 'http://support.example.com' } });
  });

  afterAll(async () => {
    await api.close();
  });

  const send = (
    client: Client,
    method: string,
    path: string,
    fields: readonly (readonly [string, string])[],
    headers: Readonly<Record<string, string>> = {},
  ) =>
    client.send(method, path, {
      raw: new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])),
      headers,
    });

  it('makes and changes what JSON does: agents, teams and roles, with lists, numbers and booleans', async () => {
    const name = `Grüße & Käse ${api.unique()}`;
    const team = (
      await send(api.admin, 'POST', '/teams', [
        ['name', name],
        ['emoji', '😀'],
        ['timezone', 'Europe/Berlin'],
        ['max_auto_assigned_conversations', '7'],
      ])
    ).one('TeamDto');
    expect(team).toMatchObject({ name, emoji: '😀', max_auto_assigned_conversations: 7 });
    const changed = await send(api.admin, 'PUT', `/teams/${team.id}`, [
      ['name', name],
      ['max_auto_assigned_conversations', '0'],
    ]);
    expect(changed.one('TeamDto').max_auto_assigned_conversations).toBe(0);

    const role = (
      await send(api.admin, 'POST', '/roles', [
        ['name', api.unique('Role ')],
        ['description', 'a+b=c'],
        ['permissions', 'teams:manage'],
        ['permissions', 'tags:manage'],
      ])
    ).one('RoleDto');
    expect(role).toMatchObject({ description: 'a+b=c', permissions: ['tags:manage', 'teams:manage'] });
    const narrowed = await send(api.admin, 'PUT', `/roles/${role.id}`, [
      ['name', role.name],
      ['permissions', 'tags:manage'],
    ]);
    expect(narrowed.one('RoleDto').permissions).toEqual(['tags:manage']);

    const email = `${api.unique('form')}@example.com`;
    const agent = (
      await send(api.admin, 'POST', '/agents', [
        ['first_name', 'Ada'],
        ['email', email],
        ['roles', 'Agent'],
        ['roles', role.name],
        ['teams', name],
        ['enabled', 'false'],
      ])
    ).one('AgentDto');
    expect(agent).toMatchObject({ email, enabled: false, teams: [{ name }] });
    expect(agent.roles.toSorted()).toEqual(['Agent', role.name].toSorted());
    const enabled = await send(api.admin, 'PUT', `/agents/${agent.id}`, [
      ['first_name', 'Ada'],
      ['email', email],
      ['role', 'Agent'],
      ['enabled', '1'],
      ['new_password', PASSWORD],
    ]);
    expect(enabled.one('AgentDto')).toMatchObject({ enabled: true, roles: ['Agent'], teams: [{ name }] });
    const login = await send(api.anonymous, 'POST', '/auth/login', [
      ['email', email],
      ['password', PASSWORD],
    ]);
    expect(login.one('AgentDto').id).toBe(agent.id);
    const away = await send(api.admin, 'PUT', '/agents/me/availability', [['status', 'away_manual']]);
    expect(away.one('AgentDto').availability_status).toBe('away_manual');
  });

  it.each<[string, string, [string, string][], string]>([
    ['a word that is no boolean', '/agents', [['enabled', 'yes']], 'enabled'],
    [
      'a number that is none',
      '/teams',
      [['max_auto_assigned_conversations', 'many']],
      'max_auto_assigned_conversations',
    ],
    ['nothing for a number', '/teams', [['business_hours_id', '']], 'business_hours_id'],
    ['an unknown permission', '/roles', [['permissions', 'a']], 'permissions'],
    [
      'a text that is there twice',
      '/teams',
      [
        ['emoji', 'a'],
        ['emoji', 'b'],
      ],
      'emoji',
    ],
    ['a NUL character', '/teams', [['emoji', 'a\0']], 'emoji'],
  ])('with %s is refused and names the field', async (_what, path, fields, field) => {
    const valid: [string, string][] = [
      ['first_name', 'Ada'],
      ['email', 'ada@example.com'],
      ['role', 'Agent'],
      ['name', 'A'],
    ];
    const before = await api.stored();
    const answer = await send(api.admin, 'POST', path, [...valid, ...fields]);
    expect({ status: answer.status, fields: answer.fields }).toEqual({ status: 400, fields: [field] });
    expect(await api.stored()).toEqual(before);
  });

  it.each(['name=Gr%FC%DFe', 'name=a&emoji=%ED%A0%80', '%FF=1&name=a', 'name=a+%C3'])(
    'that is not UTF-8, as %s, is refused, and nothing is stored',
    async (raw) => {
      const before = await api.stored();
      for (const bytes of [Buffer.from(raw), asBytes(raw)])
        expect(await api.admin.send('POST', '/teams', { raw: bytes, headers: FORM })).toMatchObject({
          status: 400,
          error: { message: expect.stringContaining('UTF-8') },
        });
      expect(await api.stored()).toEqual(before);
    },
  );

  it('is read where the peer reads one, and refused everywhere else', async () => {
    for (const { title, method, path } of routesOf(api.app)) {
      if (method === 'GET' || method === 'DELETE') continue;
      const written = path.replaceAll(/\{\w*uuid\}|\{\w+_id\}|\{id\}/g, '1');
      const fields = [['a', 'b']] as const;
      const anonymous = await send(api.root, method, written, fields);
      // A route that receives a file looks at its type once it knows the caller.
      const isFile = anonymous.status === 401 && !TAKES_FORMS.includes(title);
      const { status } = isFile ? await send(api.root.with(CREDENTIALS), method, written, fields) : anonymous;
      expect({ title, refused: status === 415 }).toEqual({ title, refused: !TAKES_FORMS.includes(title) });
    }
    const described = Object.entries(apiDescription(api.app).paths).flatMap(([path, item]) =>
      Object.entries(item).flatMap(([method, operation]) =>
        JSON.stringify(operation).includes(FORM['Content-Type']) ? `${method.toUpperCase()} ${path}` : [],
      ),
    );
    expect(described.toSorted()).toEqual(TAKES_FORMS.toSorted());
  });

  it('does not get around the limit of an account by naming it twice', async () => {
    const email = `${api.unique('limited')}@example.com`;
    const answers = [];
    for (let tries = 0; tries < 5; tries++)
      answers.push(
        await send(api.anonymous, 'POST', '/auth/login', [
          ['email', email],
          ...(tries % 2 ? ([['email', 'other@example.com']] as const) : []),
          ['password', PASSWORD],
        ]),
      );
    expect(answers.map(({ status }) => status)).toEqual([401, 400, 401, 400, 401]);
    const beyond = await send(api.anonymous, 'POST', '/auth/login', [
      ['email', email],
      ['password', PASSWORD],
    ]);
    expect(beyond.status).toBe(429);
  });

  describe('on a page of another origin', () => {
    /** What browsers say of it: the newer ones over HTTPS, then all others, and of a page that hides where it is. */
    const FOREIGN = [
      { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' },
      { 'Sec-Fetch-Site': 'same-site', Origin: 'http://other.example.com' },
      { 'Sec-Fetch-Site': 'cross-site' },
      { Origin: 'https://evil.example' },
      { Origin: 'http://support.example.com.evil.example' },
      { Origin: 'http://support.example.com:81' },
      { Origin: 'null' },
    ];
    const OWN = (): Record<string, string>[] => [
      { 'Sec-Fetch-Site': 'same-origin', Origin: 'null' },
      { 'Sec-Fetch-Site': 'none' },
      { Origin: api.url },
      { Origin: 'http://support.example.com' },
      {},
    ];

    it('logs nobody in, so that nobody goes on as somebody else, and counts for no limit', async () => {
      const { email } = await api.agentWithPassword(PASSWORD);
      const fields = [
        ['email', String(email)],
        ['password', PASSWORD],
      ] as const;
      const before = await api.stored();
      for (const headers of FOREIGN) {
        const answer = await send(api.anonymous, 'POST', '/auth/login', fields, headers);
        expect({ headers, status: answer.status, cookies: answer.headers.getSetCookie() }).toEqual({
          headers,
          status: 403,
          cookies: [],
        });
      }
      expect(await api.stored()).toEqual(before);
      const allowed = [];
      for (const headers of OWN().slice(0, 3))
        allowed.push((await send(api.anonymous, 'POST', '/auth/login', fields, headers)).status);
      expect(allowed).toEqual([200, 200, 200]);
    });

    it('changes nothing by what was typed into a Basic prompt, and asks for no mail', async () => {
      const before = await api.stored();
      for (const headers of FOREIGN) {
        for (const [path, fields] of [
          ['/teams', [['name', 'Forged']]],
          ['/roles', [['name', 'Forged']]],
          [
            '/agents',
            [
              ['first_name', 'Eve'],
              ['email', 'eve@evil.example'],
              ['role', 'Admin'],
            ],
          ],
          ['/agents/reset-password', [['email', 'ada@example.com']]],
        ] as const)
          expect((await send(api.admin, 'POST', path, fields, headers)).status).toBe(403);
        expect((await api.admin.send('GET', '/agents/me', { headers })).status).toBe(200);
      }
      expect(await api.stored()).toEqual(before);
      for (const headers of OWN())
        expect((await send(api.admin, 'POST', '/teams', [['name', api.unique('Own ')]], headers)).status).toBe(200);
    });
  });
});
