import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { TestApi } from '../../testing/test-api.js';

const JSON_TYPE = { 'Content-Type': 'application/json' };

describe('a body', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });

  afterAll(async () => {
    await api.close();
  });

  const input = (status: number) => ({ status, error: { error_type: 'InputException', data: null } });
  const refusedField = (...fields: string[]) => ({ status: 400, error: { error_type: 'InputException' }, fields });

  const post = (raw: string | Uint8Array, headers: Record<string, string> = JSON_TYPE) =>
    api.admin.send('POST', '/agents', { raw, headers });

  it.each([
    ['nothing but a brace', '{'],
    ['a comma too many', '{"first_name":"Ada",}'],
    ['single quotes', "{'first_name':'Ada'}"],
    ['text', 'first_name=Ada'],
    ['a number', '5'],
    ['a string', '"Ada"'],
    ['null', 'null'],
    ['true', 'true'],
    ['two objects', '{}{}'],
    ['a brace that nothing closes, very often', '{"a":'.repeat(50_000)],
    ['a control character in a string', '{"first_name":"\u0001"}'],
    ['a number that would become another', '{"first_name":"Ada","x":1.0000000000000001}'],
  ])('that is %s is refused as malformed', async (_what, raw) => {
    expect(await post(raw)).toMatchObject(input(400));
  });

  it.each([
    ['an array', '[]'],
    ['an array of objects', JSON.stringify([{ first_name: 'Ada', email: 'ada@example.com', role: 'Agent' }])],
    ['an array in an array', '[[]]'],
  ])('that is %s is refused on every route that takes one', async (_what, raw) => {
    const before = await api.stored();
    for (const [method, path] of [
      ['POST', '/agents'],
      ['PUT', '/agents/1'],
      ['PUT', '/agents/me/availability'],
      ['POST', '/teams'],
      ['PUT', '/teams/1'],
      ['POST', '/roles'],
      ['PUT', '/roles/1'],
      ['POST', '/agents/set-password'],
    ] as const)
      expect((await api.admin.send(method, path, { raw, headers: JSON_TYPE })).status).toBe(400);
    expect(await api.stored()).toEqual(before);
  });

  it.each([
    ['bytes of Latin-1', Buffer.from('Pässwort-123', 'latin1')],
    ['bytes that never are', Buffer.from([0xff, 0xfe])],
    ['half of a surrogate pair', Buffer.from([0xed, 0xa0, 0x80])],
    ['the beginning of a character', Buffer.from([0xf0, 0x9f])],
  ])('that is not UTF-8, as %s, is refused in the form of each window, and nothing is stored', async (_what, bytes) => {
    const [before, after] = JSON.stringify({
      ...api.newAgent(),
      password: 'X',
      last_name: 'X',
      name: 'X',
      token: 'X',
    }).split('"X"', 2);
    const raw = Buffer.concat([Buffer.from(`${before ?? ''}"`), bytes, Buffer.from(`"${after ?? ''}}`)]);
    const stored = await api.stored();
    for (const [method, path, status] of [
      ['POST', '/agents', 400],
      ['PUT', '/agents/1', 400],
      ['POST', '/teams', 400],
      ['POST', '/auth/login', 400],
      ['POST', '/agents/set-password', 400],
      ['POST', '/user/create_live_agent', 422],
    ] as const) {
      const answer = await api.admin.send(method, path, { raw, headers: JSON_TYPE });
      expect(answer).toMatchObject({ status, error: { message: expect.stringContaining('UTF-8') } });
    }
    expect(await api.stored()).toEqual(stored);
  });

  it('may begin with the mark of UTF-8, and with no other', async () => {
    const text = JSON.stringify(api.newAgent());
    expect((await post(Buffer.from(`\ufeff${text}`))).status).toBe(200);
    expect((await post(Buffer.from(`\ufeff${text}`, 'utf16le'))).status).toBe(400);
  });

  it('with an object of more fields than any client would send, is refused', async () => {
    const fields = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, 1]));
    expect(await post(JSON.stringify(fields(1_000)))).toMatchObject(refusedField('first_name', 'email', 'role'));
    for (const body of [fields(1_001), fields(60_000), { first_name: fields(1_001) }])
      expect((await post(JSON.stringify(body))).error.message).toContain('more than 1000 fields');
  });

  it('that is nested deeper than any client would, is refused', async () => {
    const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    expect(await post(nested(50))).toMatchObject(refusedField('first_name', 'email', 'role'));
    for (const depth of [51, 100, 2_000, 20_000, 90_000]) {
      const deep = nested(depth);
      const lists = `${'['.repeat(depth)}${']'.repeat(depth)}`;
      expect((await post(deep)).error.message).toContain('50 levels');
      expect((await post(`{"teams":${lists},"first_name":${deep},"other":${lists}}`)).status).toBe(400);
    }
  });

  it('of up to a megabyte is read, and of more is not', async () => {
    const ofSize = (size: number) => `{"first_name":"${'a'.repeat(size - 17)}"}`;
    expect(await post(ofSize(1_000_000))).toMatchObject(refusedField('first_name', 'email', 'role'));
    expect(await post(ofSize(1_000_001))).toMatchObject(input(413));
    expect(await post(new Uint8Array(5_000_000).fill(32))).toMatchObject(input(413));
    expect(await post(gzipSync(ofSize(30_000_000)), { ...JSON_TYPE, 'Content-Encoding': 'gzip' })).toMatchObject(
      input(413),
    );
    const stream = await api.admin.send('POST', '/agents/set-password', {
      raw: new URLSearchParams({ token: 'a'.repeat(1_000_001) }),
    });
    expect(stream).toMatchObject(input(413));
  });

  it('is unpacked when it is packed, and refused when it is packed wrongly', async () => {
    const packed = gzipSync(JSON.stringify(api.newAgent()));
    expect((await post(packed, { ...JSON_TYPE, 'Content-Encoding': 'gzip' })).status).toBe(200);
    expect((await post(randomBytes(50), { ...JSON_TYPE, 'Content-Encoding': 'gzip' })).status).toBe(400);
    expect(await post('{}', { ...JSON_TYPE, 'Content-Encoding': 'rot13' })).toMatchObject(input(415));
  });

  it.each([
    ['text/plain'],
    ['multipart/form-data; boundary=x'],
    ['application/jsonp'],
    ['application/xml'],
    ['nonsense'],
    ['application/json; charset=latin1'],
    ['application/json; charset=utf-16le'],
    ['application/json;charset="UTF-32"'],
    ['application/x-www-form-urlencoded; charset=iso-8859-1'],
  ])('of type %s is refused', async (type) => {
    expect(await post('{}', { 'Content-Type': type })).toMatchObject(input(415));
  });

  it('without a type is refused, and a type without a body is not', async () => {
    expect(await post(Buffer.from('{}'), {})).toMatchObject(input(415));
    const bodiless = await api.admin.send('GET', '/agents', { headers: { 'Content-Type': 'text/plain' } });
    expect(bodiless.status).toBe(200);
    expect(await post('', { 'Content-Type': 'application/json; charset=UTF-8' })).toMatchObject(
      refusedField('first_name', 'email', 'role'),
    );
  });

  it('that never ends, of a client that goes away, harms nobody and changes nothing', async () => {
    const before = await api.stored();
    const { hostname, port } = new URL(api.url);
    for (let client = 0; client < 10; client++) {
      const socket = connect(Number(port), hostname);
      socket.write(
        'POST /api/v1/agents HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"a"',
      );
      await setTimeout(5);
      socket.destroy();
      await once(socket, 'close');
    }
    expect((await api.admin.get('/agents/me')).status).toBe(200);
    expect(await api.stored()).toEqual(before);
  });
});
