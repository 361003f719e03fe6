import { once } from 'node:events';
import type { Socket } from 'node:net';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { RawConnection } from '../../testing/raw-connection.js';
import { TestApi } from '../../testing/test-api.js';

const SAFE = {
  'content-type': 'application/json; charset=utf-8',
  'content-security-policy': "default-src 'none';frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'x-request-id': expect.stringMatching(/^[\da-f-]{36}$/),
  connection: 'close',
};

const REFUSED = { status: 'error', message: expect.stringMatching(/\w/), data: null, error_type: 'InputException' };

describe('a connection', () => {
  let api: TestApi;
  let hurried: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
    hurried = await TestApi.start({
      timeouts: { headersMs: 300, requestMs: 600, silenceMs: 2_000, keepAliveMs: 100, checkMs: 20 },
    });
  });

  afterAll(async () => {
    await api.close();
    await hurried.close();
  });

  const expectRefused = async (connection: RawConnection, status: number) => {
    const answer = await connection.closed();
    expect(answer).toMatchObject({ status, headers: SAFE });
    expect(JSON.parse(answer.body)).toEqual(REFUSED);
    expect(Number(answer.headers['content-length'])).toBe(Buffer.byteLength(answer.body));
  };

  describe('that brings no HTTP', () => {
    it.each([
      ['words', 'let me in\r\n\r\n'],
      ['the beginning of TLS', Buffer.from('16030100c5010000c10303', 'hex')],
      ['an unknown method', 'STEAL / HTTP/1.1\r\nHost: a\r\n\r\n'],
      ['a request line of old', 'GET /health\r\n\r\n'],
      ['a URL that is none', 'GET http://[::1 HTTP/1.1\r\nHost: a\r\n\r\n'],
      ['a URL of a host that is none', 'GET http://xn--i\u00f1valid.com/ HTTP/1.1\r\nHost: a\r\n\r\n'],
      ['a URL without a path', 'GET mailto:ada@example.com HTTP/1.1\r\nHost: a\r\n\r\n'],
      ['an unknown version', 'GET / HTTP/9.9\r\nHost: a\r\n\r\n'],
      ['a header without a colon', 'GET /health HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n'],
      ['a NUL byte in a header', 'GET /health HTTP/1.1\r\nHost: a\r\nX-A: \0\r\n\r\n'],
      ['a header with a blank before its colon', 'GET /health HTTP/1.1\r\nHost: a\r\nX-A : b\r\n\r\n'],
      ['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
      [
        'a length and chunks',
        'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      ],
      ['a length below zero', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n'],
      ['chunks that are not the last coding', 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, gzip\r\n\r\n'],
    ])('but %s is answered 400 and closed', async (_what, text) => {
      await expectRefused((await RawConnection.to(api.url)).send(text), 400);
    });

    it('but a broken chunk is answered 400, and nothing of it is done', async () => {
      const before = await api.stored();
      const connection = await RawConnection.to(api.url);
      connection.send('POST /api/v1/agents/set-password HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n');
      connection.send('Transfer-Encoding: chunked\r\n\r\n5\r\n{"a":\r\nnonsense\r\n');
      await expectRefused(connection, 400);
      expect(await api.stored()).toEqual(before);
    });

    it('is closed without a word when an answer is on its way, which is not cut into', async () => {
      const connection = await RawConnection.to(api.url);
      const bundle = 'GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: a\r\n\r\n';
      connection.socket.once('data', () => connection.send('nonsense\r\n\r\n'));
      const { text } = await connection.send(bundle).closed();
      expect(text.split('HTTP/1.1 ')).toHaveLength(2);
    });
  });

  describe('with more than any client sends', () => {
    const request = async (...lines: string[]) =>
      (await RawConnection.to(api.url)).send(`${[...lines, 'Connection: close'].join('\r\n')}\r\n\r\n`);
    const many = (count: number) => Array.from({ length: count }, (_, index) => `X-${index}: a`);

    it('in its headers together is answered 431', async () => {
      const large = ['GET /health HTTP/1.1', 'Host: a', `X-A: ${'a'.repeat(16_000)}`];
      expect(await (await request(...large)).closed()).toMatchObject({ status: 200 });
      await expectRefused(await request(...large, `X-B: ${'b'.repeat(400)}`), 431);
      await expectRefused(await request(`GET /${'a'.repeat(17_000)} HTTP/1.1`, 'Host: a'), 431);
    });

    it('in the number of its headers is answered 431, and not read in part', async () => {
      const most = ['GET /health HTTP/1.1', 'Host: a', ...many(98)];
      expect(await (await request(...most)).closed()).toMatchObject({ status: 200 });
      for (const more of [1, 2, 1_000]) await expectRefused(await request(...most, ...many(more)), 431);
    });

    it('in its URL is answered 414, in the form of its window', async () => {
      const long = (path: string, length: number) => path + 'a'.repeat(length - path.length);
      expect((await api.root.get(long('/health?', 8_000))).status).toBe(200);
      for (const path of ['/health?', '/', '/api/v1/agents?search=', '/api/v1/agents/'])
        expect(await api.root.get(long(path, 8_001))).toMatchObject({
          status: 414,
          error: { error_type: 'InputException', message: expect.stringContaining('8000') },
        });
      const answer = await api.root.get(long('/api/v1/user/get_agent_list?size=', 8_001));
      expect(answer).toMatchObject({ status: 414, body: { detail: expect.stringContaining('8000') } });
    });

    it('in the number of parameters of its query is refused, in the form of its window', async () => {
      const query = (count: number) =>
        many(count)
          .map((_, index) => `a${index}=1`)
          .join('&');
      expect((await api.admin.get(`/agents?${query(100)}`)).status).toBe(200);
      expect(await api.admin.get(`/agents?${query(101)}`)).toMatchObject({
        status: 400,
        error: { error_type: 'InputException', message: expect.stringContaining('100 parameters') },
      });
      expect((await api.admin.get(`/agents?${'&'.repeat(5_000)}`)).status).toBe(400);
      const answer = await api.admin.get(`/user/get_agent_list?${query(101)}`);
      expect(answer).toMatchObject({ status: 422, body: { detail: [{ loc: ['query'] }] } });
    });
  });

  it('that does not say which host it is for is answered 400, unless it speaks HTTP/1.0', async () => {
    const ask = async (version: string) =>
      (await RawConnection.to(api.url)).send(`GET /health HTTP/${version}\r\nConnection: close\r\n\r\n`);
    await expectRefused(await ask('1.1'), 400);
    expect(await (await ask('1.0')).closed()).toMatchObject({ status: 200 });
  });

  it('for a whole URL, as proxies get, is one for its path', async () => {
    const connection = await RawConnection.to(api.url);
    connection.send('GET http://elsewhere.example/health?a=1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    expect((await connection.closed()).status).toBe(200);
  });

  it('that expects what nobody knows is served as if it did not', async () => {
    const connection = await RawConnection.to(api.url);
    connection.send('GET /health HTTP/1.1\r\nHost: a\r\nExpect: wonders\r\nConnection: close\r\n\r\n');
    expect(await connection.closed()).toMatchObject({ status: 200 });
  });

  describe('of a slow client', () => {
    it.each([
      ['says nothing', '', ''],
      ['sends its request line byte by byte', 'GET /', 'a'],
      ['sends headers without an end', 'GET /health HTTP/1.1\r\nHost: a\r\n', 'X-A: b\r\n'],
    ])('that %s is answered 408 and closed', async (_what, begin, more) => {
      const connection = await RawConnection.to(hurried.url);
      if (begin) connection.send(begin).trickle(more);
      await expectRefused(connection, 408);
    });

    it('that sends a body byte by byte is answered 408 and closed, and nothing is done', async () => {
      const before = await hurried.stored();
      const connection = await RawConnection.to(hurried.url);
      connection.send('POST /api/v1/agents/set-password HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n');
      await expectRefused(connection.send('Content-Length: 99999\r\n\r\n{"a":"').trickle('a'), 408);
      expect(await hurried.stored()).toEqual(before);
    });

    it('that does not read its answers is closed', async () => {
      const accepted = new Promise<Socket>((resolve) => {
        hurried.app.getHttpServer().once('connection', resolve);
      });
      const connection = await RawConnection.to(hurried.url);
      const served = await accepted;
      connection.socket.pause();
      connection.send('GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(50));
      await once(served, 'close');
      expect(served.destroyed).toBe(true);
      connection.socket.destroy();
    });

    it('that asks nothing more is closed without a word', async () => {
      const connection = await RawConnection.to(hurried.url);
      const { text } = await connection.send('GET /health HTTP/1.1\r\nHost: a\r\n\r\n').closed();
      expect(text.split('HTTP/1.1 ')).toEqual(['', expect.stringMatching(/^200 OK\r\n/)]);
    });

    it('is no reason to let others wait', async () => {
      const slow = await Promise.all(Array.from({ length: 50 }, () => RawConnection.to(api.url)));
      for (const connection of slow) connection.send('GET / HTTP/1.1\r\nX-A: ').trickle('a');
      expect((await api.admin.get('/agents/me')).status).toBe(200);
      for (const { socket } of slow) socket.destroy();
    });
  });

  describe('while the api stops', () => {
    let stopping: TestApi;
    let connection: RawConnection;
    let stopped: Promise<void>;

    /** Half of a request is there when the api is told to stop. */
    beforeEach(async () => {
      stopping = await TestApi.start();
      const asked = once(stopping.app.getHttpServer(), 'request');
      connection = await RawConnection.to(stopping.url);
      connection.send('POST /api/v1/agents/set-password HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n');
      connection.send('Content-Length: 2\r\n\r\n{');
      await asked;
      stopped = stopping.stop();
    });

    afterEach(async () => {
      await stopped;
      await stopping.close();
    });

    it('gets the answer that it waits for, and is closed', async () => {
      expect(await connection.send('}').closed()).toMatchObject({
        status: 400,
        body: expect.stringContaining('token'),
      });
    });

    it('is told that another request is the last', async () => {
      const { text } = await connection.send('}GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n').closed();
      expect(text).toMatch(/^HTTP\/1\.1 400 .*HTTP\/1\.1 404 .*\r\nConnection: close\r\n/s);
    });
  });

  it('does not hold up the end of the api when it was opened and never used', async () => {
    const stopping = await TestApi.start();
    const { socket } = await RawConnection.to(stopping.url);
    const closed = once(socket, 'close');
    await stopping.close();
    await closed;
    expect(socket.bytesWritten).toBe(0);
  });

  it('waits for nobody forever', () => {
    const server = api.app.getHttpServer();
    const { headersTimeout, requestTimeout, timeout, keepAliveTimeout, maxHeadersCount } = server;
    expect({ headersTimeout, requestTimeout, timeout, keepAliveTimeout, maxHeadersCount }).toEqual({
      headersTimeout: 10_000,
      requestTimeout: 60_000,
      timeout: 120_000,
      keepAliveTimeout: 65_000,
      maxHeadersCount: 101,
    });
  });
});
