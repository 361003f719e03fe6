import { get, type IncomingMessage } from 'node:http';
import { once } from 'node:events';

import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { waitFor } from '@rollcall/testing';
import { DataSource } from 'typeorm';

import { ADMIN, basic, TestApi } from '../testing/test-api.js';

/** 11 MB as an answer, in 20 batches: more than the buffers of two sockets hold. */
const AGENTS = 20_000;
const LONG = "repeat('x', 135)";

describe('the whole list of agents', () => {
  let api: TestApi;
  let batches = 0;

  beforeAll(async () => {
    api = await TestApi.start();
    jest.spyOn(api.app.get(DataSource).logger, 'logQuery').mockImplementation((query) => {
      if (query.includes('WITH ORDINALITY')) batches++;
    });
    await api.rows(
      `INSERT INTO agents (uuid, created_at, updated_at, first_name, last_name, enabled, availability_status)
       SELECT gen_random_uuid(), now(), now() - i / 3 * interval '1 second', ${LONG} || i, ${LONG}, true, 'offline'
       FROM generate_series(1, ${AGENTS}) AS i`,
    );
  });

  beforeEach(() => {
    batches = 0;
  });

  afterAll(async () => {
    await api.close();
  });

  /** An answer of which nothing has been read yet. */
  const begin = async (method = 'GET'): Promise<IncomingMessage> => {
    const request = get(`${api.url}/api/v1/agents`, {
      method,
      agent: false,
      headers: { Authorization: basic(ADMIN.key, ADMIN.secret) },
    });
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    return answer;
  };
  const clients = async (): Promise<number> =>
    new Promise((resolve, reject) => {
      api.app.getHttpServer().getConnections((error, count) => {
        if (error) reject(error);
        else resolve(count);
      });
    });
  const rest = async (answer: IncomingMessage): Promise<string> => {
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString();
  };
  const idsIn = (text: string): number[] => (JSON.parse(text) as { data: { id: number }[] }).data.map(({ id }) => id);
  const idsInOrder = async (): Promise<unknown[]> =>
    (await api.rows('SELECT id::int FROM agents WHERE NOT is_system ORDER BY updated_at DESC, id DESC')).map(
      ({ id }) => id,
    );
  const cutOff = async (answer: IncomingMessage): Promise<boolean> =>
    rest(answer).then(
      () => false,
      () => true,
    );

  it('is one envelope in the order of the list', async () => {
    const answer = await begin();
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    const text = await rest(answer);
    expect(text).toMatch(/^\{"status":"success","data":\[\{"id":\d+,"type":"agent",/);
    expect(idsIn(text)).toEqual(await idsInOrder());
    expect(batches).toBe(AGENTS / 1_000);
  });

  it('has everybody once, whoever is changed while it is read', async () => {
    const before = await idsInOrder();
    const answer = await begin();
    await api.rows(
      `UPDATE agents SET updated_at = now() - id * interval '1 second', enabled = NOT enabled WHERE NOT is_system`,
    );
    expect(idsIn(await rest(answer))).toEqual(before);
  });

  it('waits for slow readers with a few batches, and holds no connection to the database that others need', async () => {
    // More than there are connections.
    const answers = await Promise.all(Array.from({ length: 12 }, () => begin()));
    for (let others = 0; others < 20; others++) expect((await api.admin.get('/agents/1')).status).toBe(200);
    expect(batches).toBeLessThan((12 * AGENTS) / 1_000 / 2);
    const [first, ...gone] = answers;
    for (const answer of gone) answer.destroy();
    expect(first && idsIn(await rest(first))).toHaveLength(AGENTS);
  });

  it('is read no further once the client is gone', async () => {
    const before = await clients();
    const answer = await begin();
    answer.destroy();
    await waitFor('the client to be gone', async () => (await clients()) <= before);
    // Its connection is gone before its response knows; the answer to another request comes after both.
    await api.admin.get('/agents/1');
    const read = batches;
    for (let others = 0; others < 20; others++) expect((await api.admin.get('/agents/1')).status).toBe(200);
    expect(batches).toBe(read);
    expect(read).toBeLessThan(AGENTS / 1_000 - 5);
  });

  it('is cut off when it fails on the way', async () => {
    const answer = await begin();
    await api.rows('ALTER TABLE agents RENAME external_user_id TO gone');
    expect(await cutOff(answer)).toBe(true);
    await api.rows('ALTER TABLE agents RENAME gone TO external_user_id');
    expect(await cutOff(await begin())).toBe(false);
  });

  it('is not read for HEAD', async () => {
    const answer = await begin('HEAD');
    expect([answer.statusCode, answer.headers['content-type'], await rest(answer)]).toEqual([
      200,
      'application/json; charset=utf-8',
      '',
    ]);
    expect(batches).toBeLessThanOrEqual(3);
  });

  it('is answered as ever when it is a batch or none', async () => {
    const one = await api.admin.get('/agents?search=x7x');
    expect([one.text, one.headers.get('content-length')]).toEqual(['{"status":"success","data":[]}', '30']);
    await api.rows('UPDATE agents SET deleted_at = now() WHERE NOT is_system AND id % 100 > 0');
    const few = await begin();
    const text = await rest(few);
    expect(few.headers['content-length']).toBe(String(Buffer.byteLength(text)));
    expect(idsIn(text)).toEqual(
      (
        await api.rows(
          'SELECT id::int FROM agents WHERE NOT is_system AND deleted_at IS NULL ORDER BY updated_at DESC, id DESC',
        )
      ).map(({ id }) => id),
    );
  });
});
