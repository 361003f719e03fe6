import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { RawConnection } from '../../testing/raw-connection.js';
import { expressRoutesOf } from '../../testing/routes.js';
import { TestApi } from '../../testing/test-api.js';
import { routesOf } from './routes.js';

describe('a path', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });

  afterAll(async () => {
    await api.close();
  });

  /** As it is written, which `fetch` would change. */
  const ask = async (method: string, target: string) =>
    (await RawConnection.to(api.url))
      .send(`${method} ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`)
      .closed();

  it('that exists refuses other methods and says which it takes, as OPTIONS does', async () => {
    const routes = expressRoutesOf(api.app).filter(({ path }) => !path.startsWith('/docs'));
    expect(routes.length).toBeGreaterThan(25);
    const changing = new Set(routesOf(api.app).flatMap(({ changes, title }) => (changes ? title : [])));
    for (const path of new Set(routes.map((route) => route.path))) {
      const taken = routes.filter((route) => route.path === path).map(({ method }) => method);
      if (taken.includes('GET') && !changing.has(`GET ${path}`)) taken.push('HEAD');
      const allow = [...new Set([...taken, 'OPTIONS'])].toSorted();
      const written = path.replaceAll(/\{\w+\}/g, '1');
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'PROPFIND', 'OPTIONS']) {
        if (taken.includes(method)) continue;
        const answer = await api.root.send(method, written);
        const refused = method !== 'OPTIONS';
        const told = refused && method !== 'HEAD' ? answer.error.error_type : null;
        expect({ path, method, told, status: answer.status, allow: answer.headers.get('allow')?.split(', ') }).toEqual({
          path,
          method,
          told: told && 'InputException',
          status: refused ? 405 : 200,
          allow,
        });
      }
    }
  });

  it.each([
    ['PUT', '/agents/compact', 'GET, HEAD, OPTIONS'],
    ['DELETE', '/agents/compact', 'GET, HEAD, OPTIONS'],
    ['DELETE', '/agents/me', 'GET, HEAD, OPTIONS, PUT'],
    ['GET', '/agents/reset-password', 'OPTIONS, POST'],
    ['DELETE', '/agents/set-password', 'OPTIONS, POST'],
    ['PUT', '/teams/compact', 'GET, HEAD, OPTIONS'],
    ['PUT', '/user/get_agent_list', 'GET, HEAD, OPTIONS'],
    ['PUT', '/user/create_live_agent', 'OPTIONS, POST'],
    ['PUT', '/Agents/Compact/', 'GET, HEAD, OPTIONS'],
  ])('%s %s is no use of a path with an id in that place', async (method, path, allow) => {
    for (const client of [api.admin, api.anonymous]) {
      const answer = await client.send(method, path, { json: method === 'PUT' ? api.newAgent() : undefined });
      expect({ status: answer.status, allow: answer.headers.get('allow') }).toEqual({ status: 405, allow });
    }
  });

  it.each(['change_billing_plan', 'refresh_billing_cycle'])(
    'that changes something by GET, as %s, does not take HEAD',
    async (name) => {
      const before = await api.stored();
      const answer = await api.admin.send('HEAD', `/agency/billing/subaccount/${name}`);
      expect({ status: answer.status, allow: answer.headers.get('allow') }).toEqual({
        status: 405,
        allow: 'GET, OPTIONS, POST',
      });
      expect(await api.stored()).toEqual(before);
    },
  );

  it.each([
    ['GET', '//api/v1/agents?page=1&api_key=in-x', 301, '/api/v1/agents?page=1&api_key=in-x'],
    ['HEAD', '//api/v1/agents', 301, '/api/v1/agents'],
    ['POST', '//api/v1/agents', 308, '/api/v1/agents'],
    ['PUT', '/api/v1//agents///1?a=//b', 308, '/api/v1/agents/1?a=//b'],
    ['DELETE', '/api//v1/teams/1', 308, '/api/v1/teams/1'],
    ['OPTIONS', '//api/v1/agents', 308, '/api/v1/agents'],
    ['GET', '//health//', 301, '/health/'],
    ['GET', '///api/v1/user', 301, '/api/v1/user'],
  ])('%s %s is sent to the path that was meant, with its query', async (method, target, status, location) => {
    expect(await ask(method, target)).toMatchObject({ status, headers: { location }, body: '' });
  });

  it.each([
    ...['//evil.example', '//evil.example/', '//evil.example/api/v1/agents', '///evil.example', '/\\evil.example'],
    ...[
      '//evil.example/%2e%2e/api/v1/agents',
      '/%2F/evil.example',
      '/%2Fapi/v1/agents',
      '//',
      '///',
      '//api/v1/nowhere',
    ],
    ...['//api/v1/agents/1//nowhere', '//%2e%2e//evil.example'],
  ])('%s leads nowhere', async (target) => {
    const { status, headers } = await ask('GET', target);
    expect(status).toBe(404);
    expect(headers).not.toHaveProperty('location');
  });
});
