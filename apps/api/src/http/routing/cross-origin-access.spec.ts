import { afterEach, describe, expect, it } from '@jest/globals';

import { TestApi } from '../../testing/test-api.js';

const LISTED = 'https://app.example.com';
const OTHERS = [
  'https://app.example.com.evil.example',
  'https://evil.app.example.com',
  'https://app.example.com:444',
  'http://app.example.com',
  'https://APP.example.com',
  'https://evil.example',
  'null',
  '*',
];

describe('a page of another origin', () => {
  let api: TestApi;

  afterEach(async () => {
    await api.close();
  });

  /** What a browser asks before it lets a page send a key (OPTIONS), or the call itself. */
  const ask = (method: string, origin: string | undefined, path = '/api/v1/agents/me') =>
    fetch(api.url + path, {
      method,
      headers: {
        ...(origin === undefined ? {} : { Origin: origin }),
        ...(method === 'OPTIONS'
          ? { 'Access-Control-Request-Method': 'PUT', 'Access-Control-Request-Headers': 'x-evil, authorization' }
          : {}),
      },
    });
  const granted = ({ headers }: { headers: Headers }) =>
    Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')));

  it('may do nothing where no origin is configured, and is granted nothing when it asks', async () => {
    api = await TestApi.start();
    for (const origin of [LISTED, ...OTHERS]) {
      const preflight = await ask('OPTIONS', origin);
      expect({ origin, status: preflight.status, granted: granted(preflight) }).toEqual({
        origin,
        status: 200,
        granted: {},
      });
      for (const path of ['/api/v1/agents/me', '/health', '/nowhere', '/docs', '/api/v1/user'])
        expect(granted(await ask('GET', origin, path))).toEqual({});
    }
  });

  it('may call with keys where it is listed, and is told so beforehand', async () => {
    api = await TestApi.start({ settings: { CORS_ORIGINS: `http://localhost:3000,${LISTED}` } });
    for (const origin of [LISTED, 'http://localhost:3000']) {
      const preflight = await ask('OPTIONS', origin);
      expect(preflight.status).toBe(200);
      expect(preflight.headers.get('allow')).toBe('GET, HEAD, OPTIONS, PUT');
      expect((await ask('OPTIONS', origin, '/nowhere')).status).toBe(200);
      expect(granted(preflight)).toEqual({
        'access-control-allow-origin': origin,
        'access-control-allow-methods': 'GET,HEAD,POST,PUT,DELETE',
        'access-control-allow-headers': 'Authorization,Content-Type,Idempotency-Key,If-Match,X-API-Key,X-Request-Id',
        'access-control-expose-headers':
          'ETag,Idempotency-Replayed,X-Request-Id,Retry-After,RateLimit,RateLimit-Policy',
        'access-control-max-age': '600',
      });
      for (const path of ['/api/v1/agents/me', '/health', '/nowhere']) {
        const answer = await ask('GET', origin, path);
        expect(granted(answer)).toMatchObject({ 'access-control-allow-origin': origin });
        expect(answer.headers.get('vary')).toContain('Origin');
      }
    }
  });

  it('may do nothing where others are listed, however alike it looks', async () => {
    api = await TestApi.start({ settings: { CORS_ORIGINS: LISTED } });
    for (const origin of [...OTHERS, undefined])
      for (const [method, status] of [
        ['OPTIONS', 200],
        ['GET', 401],
      ] as const) {
        const answer = await ask(method, origin);
        expect({ origin, status: answer.status, granted: granted(answer) }).toEqual({ origin, status, granted: {} });
      }
  });
});
