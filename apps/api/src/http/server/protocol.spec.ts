import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { RawConnection } from '../../testing/raw-connection.js';
import { TestApi } from '../../testing/test-api.js';

describe('what every request has in common', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });

  afterAll(async () => {
    await api.close();
  });

  const input = (status: number) => ({ status, error: { error_type: 'InputException', data: null } });
  const refusedField = (...fields: string[]) => ({ status: 400, error: { error_type: 'InputException' }, fields });

  describe('a path', () => {
    it.each(['/nowhere', '/api/v1', '/api/v1/nowhere', '/api/v1/agents/1/nowhere', '/api/v2/agents', '/..%2f..%2fetc'])(
      '%s that does not exist is not found, whatever the method',
      async (path) => {
        for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND'])
          expect(await api.root.send(method, path)).toMatchObject({
            status: 404,
            error: { error_type: 'NotFoundException', data: null },
          });
      },
    );

    it('answers HEAD as GET, without a body', async () => {
      const head = await api.admin.send('HEAD', '/agents');
      expect(head).toMatchObject({ status: 200, text: '' });
      expect(Number(head.headers.get('content-length'))).toBeGreaterThan(0);
      expect((await api.anonymous.send('HEAD', '/agents')).status).toBe(401);
    });

    it.each(['/api/v1/agents/%ff', '/api/v1/agents/%', '/api/v1/agents/%zz', '/%c0%af', '/api/v1/teams/%ed%a0%80'])(
      '%s that is not percent-encoded UTF-8 is refused',
      async (path) => {
        expect(await api.root.send('GET', path)).toMatchObject(input(400));
      },
    );

    it('with a NUL byte is refused', async () => {
      for (const path of ['/api/v1/agents/%00', '/api/v1/agents/1%00', '/nowhere/%00'])
        expect(await api.root.send('GET', path)).toMatchObject(refusedField('path'));
    });

    it.each([
      ...['abc', '0', '-1', '1.5', '1e3', '0x10', '%31%20', '+1', 'NaN', "1'", '00000000000000000'],
      ...['9007199254740992', '9007199254740993', '99999999999999999999'],
    ])('with the id %s is refused by every route that takes one', async (id) => {
      for (const path of ['/agents/{id}', '/teams/{id}', '/roles/{id}', '/agents/{id}/mails'])
        expect(await api.admin.get(path.replace('{id}', id))).toMatchObject(refusedField('id'));
      for (const path of ['/agents/{id}', '/teams/{id}', '/roles/{id}', '/agents/{id}/api-key'])
        expect(await api.admin.delete(path.replace('{id}', id))).toMatchObject(refusedField('id'));
      expect(await api.admin.put(`/agents/${id}`, api.newAgent())).toMatchObject(refusedField('id'));
      expect(await api.admin.post(`/agents/${id}/api-key`)).toMatchObject(refusedField('id'));
    });

    it('with the largest id there can be is looked up', async () => {
      expect((await api.admin.get('/agents/9007199254740991')).status).toBe(404);
    });
  });

  describe('a query', () => {
    it.each([
      ['a NUL byte', '?search=a%00b', 'search'],
      ['a NUL byte in a name', '?a%00b=1', 'query'],
      ['a NUL byte in one of several', '?search=a&search=%00', 'search.1'],
    ])('with %s is refused', async (_what, query, field) => {
      expect(await api.admin.get(`/agents${query}`)).toMatchObject(refusedField(field));
      expect(await api.root.send('GET', `/nowhere${query}`)).toMatchObject(refusedField(field));
    });

    it.each(['?search=%', '?search=%zz', '?%', '?&&&=&', '?__proto__=1', '?constructor=1'])(
      '%s is read as well as it can be',
      async (query) => {
        expect((await api.admin.get(`/agents${query}`)).status).toBe(200);
      },
    );

    it.each(['?search=%ff', '?search=%ed%a0%80', '?%E4=1', '?search=a+%C3', '?a=1&api_key=%fe'])(
      '%s that is not percent-encoded UTF-8 is refused in the form of each window',
      async (query) => {
        const told = { error: { message: 'The query is not valid percent-encoded UTF-8' } };
        expect(await api.admin.get(`/agents${query}`)).toMatchObject({ ...input(400), ...told });
        expect(await api.admin.get(`/user/get_agent_list${query}`)).toMatchObject({
          status: 422,
          body: { detail: [{ loc: ['query'], msg: told.error.message, type: 'value_error' }] },
        });
      },
    );

    it.each(['Grüße', '😀'])('%s that is not percent-encoded at all is refused', async (text) => {
      for (const encoding of ['utf8', 'latin1'] as const) {
        const target = Buffer.from(`/api/v1/agents?search=${text}`, encoding);
        const connection = await RawConnection.to(api.url);
        connection.send(Buffer.concat([Buffer.from('GET '), target, Buffer.from(' HTTP/1.1\r\nHost: a\r\n\r\n')]));
        expect((await connection.closed()).status).toBe(400);
      }
    });

    it.each([
      '?__proto__[page]=1',
      '?constructor[prototype][a]=1',
      '?filter=1&isPaged=1&pageRequest=1&cursorRequest=1',
      '?toString=1&hasOwnProperty=1&then=1',
    ])('%s with a name that JavaScript knows means nothing', async (query) => {
      await api.agent();
      expect((await api.admin.get(`/agents${query}`)).many('CompactAgentDto').length).toBeGreaterThan(0);
    });
  });

  describe('the request id', () => {
    const idFor = async (id?: string) =>
      (await api.root.send('GET', '/health', { headers: id === undefined ? {} : { 'X-Request-Id': id } })).headers.get(
        'x-request-id',
      );

    it.each(['abc', 'a'.repeat(128), '0190b5f0-0000-7000-8000-000000000001', 'a.b:c/d+e=f_g-h'])(
      'of the client is echoed: %s',
      async (id) => {
        expect(await idFor(id)).toBe(id);
      },
    );

    it.each(['a'.repeat(129), 'a b', '<script>', '"a"', 'a,b', 'ä', '{"a":1}', 'a\tb', '%0a'])(
      'is a fresh one in place of a harmful one: %s',
      async (id) => {
        expect(await idFor(id)).toMatch(/^[\da-f-]{36}$/);
      },
    );

    it('is another for each request without one', async () => {
      const ids = [await idFor(), await idFor(''), await idFor()];
      expect(new Set(ids).size).toBe(3);
      for (const id of ids) expect(id).toMatch(/^[\da-f-]{36}$/);
    });
  });

  it('no answer names what the server is built with', async () => {
    for (const path of ['/health', '/nowhere', '/openapi.json', '/set-password'])
      expect((await fetch(api.url + path)).headers.get('x-powered-by')).toBeNull();
  });
});
