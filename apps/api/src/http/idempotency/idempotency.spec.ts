import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { ADMIN, basic, TestApi } from '../../testing/test-api.js';
import { routesOf } from '../routing/routes.js';

describe('a request with an Idempotency-Key', () => {
  let api: TestApi;
  let count = 0;

  beforeAll(async () => {
    api = await TestApi.start();
  });

  afterAll(async () => {
    await api.close();
  });

  const admin = basic(ADMIN.key, ADMIN.secret);
  const withKey = (key = `key-${++count}`, Authorization = admin) =>
    api.anonymous.with({ Authorization, 'Idempotency-Key': key });
  const kept = async () => Number((await api.rows('SELECT count(*) FROM idempotent_answers'))[0]?.count);
  const agentsWith = async (email: unknown) =>
    (await api.rows('SELECT id::int FROM agents WHERE email = $1', [email])).length;

  it('is done once, and answered alike byte by byte', async () => {
    const body = api.newAgent({ send_welcome_email: true });
    const client = withKey();
    const first = await client.post('/agents', body);
    const again = await client.post('/agents', body);
    expect(first.status).toBe(200);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect([again.status, again.text, again.headers.get('content-type')]).toEqual([
      200,
      first.text,
      first.headers.get('content-type'),
    ]);
    expect(await agentsWith(body.email)).toBe(1);
    const { id } = first.one('AgentDto');
    expect(await api.rows('SELECT status FROM mails WHERE agent_id = $1', [id])).toHaveLength(1);
    expect(await api.rows('SELECT FROM activity_log WHERE target_model_id = $1', [id])).toHaveLength(1);
  });

  it('is answered as it is without one', async () => {
    const plain = await api.admin.post('/agents', api.newAgent());
    const keyed = await withKey().post('/agents', api.newAgent());
    const shown = ({ headers }: typeof plain) => ['content-type', 'cache-control'].map((name) => headers.get(name));
    expect([keyed.status, shown(keyed)]).toEqual([plain.status, shown(plain)]);
    expect(Object.keys(keyed.one('AgentDto'))).toEqual(Object.keys(plain.one('AgentDto')));
  });

  it('is done once in the live-agent window too, with its status', async () => {
    const body = { first_name: 'Grace', last_name: 'Hopper', email: 'grace@example.com', password: 'Correct-Horse-7' };
    const client = withKey();
    const [first, again] = [
      await client.post('/user/create_live_agent', body),
      await client.post('/user/create_live_agent', body),
    ];
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.text).toBe(first.text);
  });

  it('is done once when it comes ten times at once', async () => {
    const body = api.newAgent();
    const client = withKey();
    const answers = await Promise.all(Array.from({ length: 10 }, () => client.post('/agents', body)));
    expect(await agentsWith(body.email)).toBe(1);
    const done = answers.filter(({ status }) => status === 200);
    expect(new Set(done.map(({ text }) => text)).size).toBe(1);
    expect(done.filter(({ headers }) => headers.get('idempotency-replayed') === null)).toHaveLength(1);
    for (const refused of answers.filter(({ status }) => status !== 200)) {
      expect(refused).toMatchObject({ status: 409, error: { error_type: 'ConflictException' } });
      expect(refused.headers.get('retry-after')).toBe('1');
    }
    expect((await client.post('/agents', body)).headers.get('idempotency-replayed')).toBe('true');
  });

  it('is refused when the key was sent with another body, path or method', async () => {
    const client = withKey();
    const body = api.newAgent();
    const { id } = (await client.post('/agents', body)).one('AgentDto');
    const refused = { status: 422, error: { error_type: 'DataException' } };
    expect(await client.post('/agents', { ...body, first_name: 'Grace' })).toMatchObject(refused);
    expect(await client.post('/teams', body)).toMatchObject(refused);
    expect(await client.put(`/agents/${id}`, body)).toMatchObject(refused);
    expect(await client.delete(`/agents/${id}`)).toMatchObject(refused);
  });

  it.each(['', 'k'.repeat(256), 'tab\there', 'é'])('is refused with the key %j', async (key) => {
    const answer = await withKey(key).post('/agents', api.newAgent());
    expect(answer).toMatchObject({ status: 400, error: { error_type: 'InputException' } });
    expect((await withKey(key).post('/user/create_live_agent', {})).status).toBe(400);
  });

  it('is tried anew when a rule refused it, since nothing was done', async () => {
    const name = api.unique('Role ');
    const body = api.newAgent({ role: name });
    const client = withKey();
    expect((await client.post('/agents', body)).status).toBe(400);
    await api.admin.post('/roles', { name, permissions: ['messages:read'] });
    expect((await client.post('/agents', body)).status).toBe(200);
  });

  it('is undone when its answer cannot be kept', async () => {
    const body = api.newAgent();
    const client = withKey();
    await api.rows('ALTER TABLE idempotent_answers ADD CONSTRAINT full_disk CHECK (false) NOT VALID');
    expect((await client.post('/agents', body)).status).toBe(500);
    expect(await agentsWith(body.email)).toBe(0);
    await api.rows('ALTER TABLE idempotent_answers DROP CONSTRAINT full_disk');
    expect((await client.post('/agents', body)).status).toBe(200);
  });

  it('shows a secret again to who sends the same credentials, and keeps none that others could read', async () => {
    const { id } = await api.agent();
    const client = withKey();
    const first = await client.post(`/agents/${id}/api-key`);
    const { api_secret } = first.one('ApiKeyPairDto');
    expect((await client.post(`/agents/${id}/api-key`)).text).toBe(first.text);
    const stored = JSON.stringify(await api.rows(`SELECT encode(answer, 'escape') AS a FROM idempotent_answers`));
    expect(stored).not.toContain(api_secret);
    expect(stored).not.toContain('api_secret');
  });

  it('has nothing to do with the same key of somebody else', async () => {
    const other = await api.withKey(await api.agent({ role: 'Admin' }));
    const key = `key-${++count}`;
    await withKey(key).post('/agents', api.newAgent());
    const answer = await withKey(key, basic(other.key, other.secret)).post('/agents', api.newAgent());
    expect(answer.status).toBe(200);
    expect(answer.headers.get('idempotency-replayed')).toBeNull();
  });

  it('is forgotten after a day', async () => {
    const body = api.newAgent();
    const client = withKey();
    await client.post('/agents', body);
    await api.rows(`UPDATE idempotent_answers SET created_at = created_at - interval '25 hours'`);
    expect((await client.post('/agents', body)).status).toBe(409);
  });

  it('leaves no trace where there is no key, where nothing changes, or where nobody says who they are', async () => {
    const before = await kept();
    await api.agent();
    await withKey().get('/agents/me');
    await api.anonymous
      .with({ 'Idempotency-Key': 'login' })
      .post('/auth/login', { email: 'a@example.com', password: 'Wrong-Horse-7' });
    expect(await kept()).toBe(before);
  });

  it('is taken by every route that changes something, and refused as it is without the key', async () => {
    const differing: string[] = [];
    for (const { method, path, access, changes } of routesOf(api.app)) {
      if (access === 'public' || (method === 'GET' && !changes)) continue;
      const send = (headers: Record<string, string>) =>
        api.root
          .with({ Authorization: admin, ...headers })
          .send(method, path.replace(/\{\w+\}/g, '999999'), method === 'GET' ? {} : { json: {} });
      const plain = await send({});
      const keyed = await send({ 'Idempotency-Key': `key-${++count}` });
      if (plain.status !== keyed.status) differing.push(`${method} ${path}: ${plain.status}, ${keyed.status}`);
    }
    expect(differing).toEqual([]);
  });
});
