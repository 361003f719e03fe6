import { connect } from 'node:net';
import { once } from 'node:events';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase, waitFor } from '@rollcall/testing';
import pg from 'pg';

import { ADMIN, type RunningProcess, startProcess } from './processes.js';

const BODY = JSON.stringify({ first_name: 'Ada', email: 'ada@example.com', role: 'Agent', send_welcome_email: true });
const HEADERS = {
  Authorization: ADMIN.authorization,
  'Content-Type': 'application/json',
  'Idempotency-Key': 'hire-ada',
};

describe('a create whose api is killed between commit and answer', () => {
  let database: TestDatabase;
  let client: pg.Client;
  let api: RunningProcess;
  let settings: Readonly<Record<string, string>>;

  beforeAll(async () => {
    database = await createTestDatabase();
    client = new pg.Client(database.url);
    await client.connect();
    settings = { DATABASE_URL: database.url, SMTP_URL: 'smtp://127.0.0.1:9', ...ADMIN.settings };
    api = await startProcess('api', settings);
  });

  afterAll(async () => {
    await api.end('SIGKILL');
    await client.end();
    await database.drop();
  });

  it('is answered from what was kept when it is sent again, and makes no second agent', async () => {
    const rows = async (sql: string) => (await client.query(sql)).rows.length;
    const { hostname, port } = new URL(api.url);
    const socket = connect(Number(port), hostname).pause();
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    const head = Object.entries({ Host: 'x', 'Content-Length': String(Buffer.byteLength(BODY)), ...HEADERS });
    // Nobody reads the answer, whether or not it is sent before the end.
    socket.write(`POST /api/v1/agents HTTP/1.1\r\n${head.map((pair) => pair.join(': ')).join('\r\n')}\r\n\r\n${BODY}`);
    await waitFor('the commit', async () => (await rows('SELECT FROM idempotent_answers')) === 1);
    await api.end('SIGKILL');
    socket.destroy();

    api = await startProcess('api', settings);
    const send = () => fetch(`${api.url}/api/v1/agents`, { method: 'POST', headers: HEADERS, body: BODY });
    const answer = await send();
    expect([answer.status, answer.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
    const { data } = (await answer.json()) as { data: { id: number } };
    expect(await rows(`SELECT FROM agents WHERE id = ${data.id} AND email = 'ada@example.com'`)).toBe(1);
    expect(await rows('SELECT FROM agents')).toBe(2);
    expect(await rows('SELECT FROM job_outbox')).toBe(1);
  });
});
