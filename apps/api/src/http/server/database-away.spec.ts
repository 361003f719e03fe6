import { setTimeout } from 'node:timers/promises';

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type CuttingProxy, startCuttingProxy, waitFor } from '@rollcall/testing';
import pg from 'pg';

import type { Answer } from '../../testing/client.js';
import { isRecord } from '../../testing/description.js';
import { routesOf } from '../routing/routes.js';
import { ADMIN, basic, TestApi } from '../../testing/test-api.js';

describe('the database', () => {
  let api: TestApi;
  let proxy: CuttingProxy;
  /** A connection to the server that is not to the application's database. */
  let server: pg.Client;
  let name: string;

  beforeAll(async () => {
    api = await TestApi.start({
      connectThrough: async (url) => {
        proxy = await startCuttingProxy(url);
        return proxy.url;
      },
    });
    const url = new URL(api.databaseUrl);
    name = url.pathname.slice(1);
    url.pathname = 'postgres';
    server = new pg.Client(url.href);
    await server.connect();
  });

  afterEach(async () => {
    await allowConnections(true);
    proxy.cut(false);
  });

  afterAll(async () => {
    await server.end();
    await api.close();
    await proxy.close();
  });

  const allowConnections = (allowed: boolean) =>
    server.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS ${allowed}`);
  const terminate = () =>
    server.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);

  const unavailable = { status: 503, error: { error_type: 'GeneralException', data: null } };

  function expectUnavailable(answer: Answer): void {
    expect(answer).toMatchObject(unavailable);
    expect(answer.error.message).toContain(answer.headers.get('x-request-id'));
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  }

  const back = () => waitFor('the API to serve again', async () => (await api.admin.get('/agents/me')).status === 200);

  it('may end connections at any moment: a request succeeds or says to try again', async () => {
    let running = true;
    const answers: Answer[] = [];
    const ask = async () => {
      while (running) {
        answers.push(await api.admin.post('/agents', api.newAgent({ send_welcome_email: true })));
        answers.push(await api.admin.get('/agents'));
        answers.push(await api.anonymous.post('/agents/set-password', { token: 'x', password: 'Correct-Horse-7' }));
      }
    };
    const callers = Array.from({ length: 6 }, ask);
    const hasSeen = (wanted: number) => answers.some(({ status }) => status === wanted);
    // A slow machine gets nothing done in so short a time, and ever more of it until it has.
    for (let round = 0; round < 12 || (round < 60 && !(hasSeen(200) && hasSeen(503))); round++) {
      await setTimeout(Math.max(40, 10 * round));
      await terminate();
    }
    running = false;
    await Promise.all(callers);
    const failed = answers.filter(({ status }) => status === 503);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
    expect(failed.length).toBeGreaterThan(0);
    for (const answer of failed) expectUnavailable(answer);
    expect(answers.filter(({ status }) => ![200, 400, 503].includes(status))).toEqual([]);

    await back();
    const stored = (await api.admin.get('/agents')).many('CompactAgentDto').map(({ id }) => id);
    const created = answers
      .filter((answer) => answer.status === 200 && isRecord(answer.data))
      .map((answer) => answer.one('AgentDto').id);
    expect(stored).toEqual(expect.arrayContaining(created));
    const orphans = `SELECT FROM agents a WHERE NOT is_system AND (
      NOT EXISTS (SELECT FROM agent_roles WHERE agent_id = a.id) OR NOT EXISTS (SELECT FROM mails WHERE agent_id = a.id)
      OR NOT EXISTS (SELECT FROM activity_log WHERE target_model_id = a.id))`;
    expect(await api.rows(orphans)).toEqual([]);
  });

  it('may end a connection the moment it is ready, and takes nothing down with it', async () => {
    proxy.cut(true);
    await terminate();
    for (let round = 0; round < 5; round++) {
      expectUnavailable(await api.admin.get('/agents'));
      expectUnavailable(await api.admin.post('/agents', api.newAgent({ send_welcome_email: true })));
      expect(await api.root.get('/health/ready')).toMatchObject(unavailable);
    }
    proxy.cut(false);
    await back();
    expect((await api.root.get('/health/ready')).data).toBe(true);
  });

  it('may refuse connections: every route says to try again, and all serve again afterwards', async () => {
    const { id } = await api.agent();
    await allowConnections(false);
    await terminate();
    const root = api.root.with({ Authorization: basic(ADMIN.key, ADMIN.secret) });
    for (const { method, path, access } of routesOf(api.app)) {
      if (access === 'public') continue;
      const json = method === 'GET' || method === 'DELETE' ? undefined : {};
      expectUnavailable(await root.send(method, path.replace('{id}', String(id)), { json }));
    }
    expectUnavailable(
      await root.send('POST', '/api/v1/agents/set-password', { json: { token: 'x', password: 'Correct-Horse-7' } }),
    );
    expect((await root.get('/health')).data).toBe(true);
    const readiness = await root.get('/health/ready');
    expect(readiness).toMatchObject(unavailable);
    expect(readiness.error.message).toContain('database and queue');

    await allowConnections(true);
    await back();
    await waitFor('readiness', async () => (await root.get('/health/ready')).status === 200);
    expect((await api.admin.get(`/agents/${id}`)).one('AgentDto').id).toBe(id);
    expect((await api.admin.post('/agents', api.newAgent({ send_welcome_email: true }))).status).toBe(200);
  });

  it('may be gone altogether: the answer is the same', async () => {
    await terminate();
    await server.query(`ALTER DATABASE ${name} RENAME TO ${name}_gone`);
    const answer = await api.admin.get('/agents');
    await server.query(`ALTER DATABASE ${name}_gone RENAME TO ${name}`);
    expectUnavailable(answer);
    await back();
  });
});

describe('an api whose queues refused its first connections', () => {
  it('is ready once they do not any more', async () => {
    let proxy: CuttingProxy | undefined;
    const api = await TestApi.start({
      connectThrough: async (url) => {
        proxy = await startCuttingProxy(url);
        proxy.refuse('rollcall-queue');
        return proxy.url;
      },
    });
    const ready = await api.root.get('/health/ready');
    expect(ready).toMatchObject({ status: 503, error: { message: expect.stringContaining('Not reachable: queue') } });
    proxy?.refuse(null);
    expect((await api.root.get('/health/ready')).data).toBe(true);
    await api.close();
    await proxy?.close();
  });
});
