import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';

import { consoleFiles } from './console-files.js';

const PAGE = '<!doctype html><title>Rollcall</title>';
const SCRIPT = 'export const hello = 1;\n'.repeat(50);

describe('the files of the console', () => {
  let folder: string;
  let served: Served;
  let url: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rollcall-console-'));
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'index.html'), PAGE);
    await writeFile(join(folder, 'assets/main-1a2b.js'), SCRIPT);
    await writeFile(join(folder, 'assets/main-1a2b.js.gz'), gzipSync(SCRIPT));
    const app = express().use(consoleFiles(folder));
    app.use((_request, response) => {
      response.status(404).json({});
    });
    served = await serve(app);
    url = served.url;
  });

  afterAll(async () => {
    await served.close();
    await rm(folder, { recursive: true });
  });

  const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(url + path, { headers, redirect: 'manual' });

  it.each(['/console', '/console/', '/console/agents', '/console/agents/7?tab=keys', '/console/assets/unknown'])(
    'answers %s with the page, which is asked for again each time',
    async (path) => {
      const answer = await get(path);
      expect({ status: answer.status, text: await answer.text() }).toEqual({ status: 200, text: PAGE });
      expect(answer.headers.get('cache-control')).toBe('no-cache');
      const again = await get(path, { 'If-None-Match': String(answer.headers.get('etag')) });
      expect(again.status).toBe(304);
    },
  );

  it('has named files kept for a year, as they were compressed before', async () => {
    const answer = await get('/console/assets/main-1a2b.js', { 'Accept-Encoding': 'gzip' });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-encoding': 'gzip',
      'content-type': 'text/javascript',
      'content-length': String(gzipSync(SCRIPT).length),
      vary: 'Accept-Encoding',
    });
    await expect(answer.text()).resolves.toBe(SCRIPT);
  });

  it('lets a page load nothing from elsewhere, and run and show nothing that stands in it', async () => {
    const policy = String((await get('/console/agents')).headers.get('content-security-policy'));
    expect(policy).toMatch(/^default-src 'self';/);
    expect(policy).not.toMatch(/unsafe|nonce|sha256|data:|https?:|\*/);
  });

  it('answers a file that there is not with 404 and not with the page', async () => {
    expect((await get('/console/assets/main-0000.js')).status).toBe(404);
  });

  it('answers only those who read', async () => {
    expect((await fetch(`${url}/console/`, { method: 'POST' })).status).toBe(404);
    expect((await fetch(`${url}/console/`, { method: 'HEAD' })).status).toBe(200);
  });

  it.each<[string, Record<string, string>, number]>([
    ['a browser', { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }, 302],
    ['a program', { Accept: '*/*' }, 404],
    ['a program that reads JSON', { Accept: 'application/json' }, 404],
  ])('leads from / %s or not', async (_who, headers, status) => {
    const answer = await get('/', headers);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('location')).toBe(status === 302 ? '/console/' : null);
  });

  it.each([
    ['?token=a-b_c', 'a-b_c'],
    ['?token=%22%3E%0D%0ASet-Cookie:a', '%22%3E%0D%0ASet-Cookie%3Aa'],
    ['?token=a&token=b', ''],
    ['', ''],
  ])('leads the link %s of an older mail to its page, with the token where no server sees it', async (query, token) => {
    const answer = await get(`/set-password${query}`);
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe(`/console/set-password#token=${token}`);
  });

  it('are not served where there is no build', async () => {
    const other = await serve(express().use(consoleFiles(join(folder, 'nowhere'))));
    const answer = await fetch(`${other.url}/console/`);
    await other.close();
    expect(answer.status).toBe(404);
  });
});

interface Served {
  readonly url: string;
  close(): Promise<unknown>;
}

async function serve(listener: RequestListener): Promise<Served> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, close: promisify(server.close.bind(server)) };
}
