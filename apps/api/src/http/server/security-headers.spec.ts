import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { STRIPE_SETTINGS } from '../../testing/stripe-event.js';
import { ADMIN, basic, TestApi } from '../../testing/test-api.js';

interface Extras {
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const json = (body: string): Extras => ({ body, headers: { 'Content-Type': 'application/json' } });

/** On every answer, whatever it is. */
const ALWAYS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-dns-prefetch-control': 'off',
  'x-permitted-cross-domain-policies': 'none',
};

/** On what programs read. */
const DATA = {
  ...ALWAYS,
  'content-security-policy': "default-src 'none';frame-ancestors 'none'",
  'cache-control': 'no-store',
};

describe('the headers that protect people in a browser', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start({ settings: STRIPE_SETTINGS });
  });

  afterAll(async () => {
    await api.close();
  });

  const send = async (request: string, { body, headers }: Extras = {}) => {
    const [method = '', path = ''] = request.split(' ');
    const response = await fetch(api.url + path, {
      method,
      headers: { Authorization: basic(ADMIN.key, ADMIN.secret), ...headers },
      ...(body === undefined ? {} : { body }),
    });
    await response.arrayBuffer();
    return { status: response.status, headers: Object.fromEntries(response.headers) };
  };

  it.each<[number, string, Extras]>([
    [200, 'GET /health', {}],
    [200, 'HEAD /health', {}],
    [200, 'GET /openapi.json', {}],
    [200, 'GET /api/v1/agents/me', {}],
    [200, 'GET /api/v1/user', {}],
    [200, 'POST /api/v1/teams', json('{"name":"Support"}')],
    [400, 'POST /api/v1/agents', json('{}')],
    [422, 'POST /api/v1/user/create_live_agent', json('{}')],
    [400, 'POST /api/v1/agents', json('{')],
    [400, 'GET /api/v1/agents/%ff', {}],
    [400, 'POST /api/v1/agents/set-password', json('{}')],
    [401, 'GET /api/v1/agents', { headers: { Authorization: 'Basic bm86bm8=' } }],
    [401, 'GET /api/v1/user', { headers: { Authorization: '' } }],
    [404, 'GET /nowhere', {}],
    [404, 'GET /api/v1/user/nowhere/at/all', {}],
    [405, 'PATCH /api/v1/agents', {}],
    [405, 'PUT /api/v1/agents/compact', json('{}')],
    [200, 'OPTIONS /api/v1/agents', {}],
    [413, 'POST /api/v1/agents', json(' '.repeat(1_000_001))],
    [415, 'POST /api/v1/agents', { body: 'a', headers: { 'Content-Type': 'text/plain' } }],
    [422, 'POST /api/v1/agency/webhook/stripe/none', json('{}')],
  ])('are on the answer %i to %s', async (status, request, extras) => {
    const answer = await send(request, extras);
    expect(answer).toMatchObject({ status, headers: DATA });
    for (const told of ['x-powered-by', 'server']) expect(answer.headers).not.toHaveProperty(told);
  });

  it('are on the answer to a failure of ours', async () => {
    await api.rows('ALTER TABLE mails RENAME TO mails_away');
    const answer = await send('GET /api/v1/agents/1/mails');
    await api.rows('ALTER TABLE mails_away RENAME TO mails');
    expect(answer).toMatchObject({ status: 500, headers: DATA });
  });

  it.each(['/docs', '/docs/swagger-ui.css', '/docs/swagger-ui-init.js', '/docs/swagger-ui-bundle.js'])(
    'are on %s, which runs scripts of its own and no others',
    async (path) => {
      const answer = await send(`GET ${path}`);
      expect(answer).toMatchObject({ status: 200, headers: { ...ALWAYS, 'cache-control': 'no-cache' } });
      const policy = answer.headers['content-security-policy']?.split(';') ?? [];
      for (const rule of ["default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-ancestors 'none'"])
        expect(policy).toContain(rule);
    },
  );

  it('hold browsers to HTTPS where people reach the api by it, and nowhere else', async () => {
    expect((await send('GET /health')).headers).not.toHaveProperty('strict-transport-security');
    const secure = await TestApi.start({ settings: { PUBLIC_URL: 'https://support.example.com' } });
    const { headers } = await fetch(`${secure.url}/nowhere`);
    await secure.close();
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
  });
});
