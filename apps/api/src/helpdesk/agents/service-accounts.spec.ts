import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { Models } from '../../testing/description.js';
import { ADMIN, TestApi } from '../../testing/test-api.js';

describe('a service account', () => {
  let api: TestApi;
  let robot: Models['AgentDto'];

  beforeAll(async () => {
    api = await TestApi.start();
    await api.agent();
    robot = await create();
  });

  afterAll(async () => {
    await api.close();
  });

  const body = { first_name: 'Nightly export', role: 'Agent' };
  const create = async (changes: object = {}) =>
    (await api.admin.post('/service-accounts', { ...body, ...changes })).one('AgentDto');
  const update = (id: number, changes: object) => api.admin.put(`/service-accounts/${id}`, { ...body, ...changes });

  it('is an agent with a role and without an e-mail, and acts through its keys', async () => {
    expect(robot).toMatchObject({ first_name: 'Nightly export', email: null, roles: ['Agent'], enabled: true });
    const key = { name: 'token', kind: 'bearer', scopes: ['messages:read'] };
    const { token } = (await api.admin.post(`/agents/${robot.id}/api-keys`, key)).one('IssuedApiKeyDto');
    const client = api.anonymous.with({ 'X-API-Key': String(token) });
    expect((await client.get('/agents/me')).one('AgentDto').id).toBe(robot.id);
    expect((await client.get('/user')).one('UserDto')).toMatchObject({ email: null });
  });

  it('is listed apart, in both windows', async () => {
    const ids = async (path: string) => (await api.admin.get(path)).many('CompactAgentDto').map(({ id }) => id);
    expect(await ids('/service-accounts')).toEqual([robot.id]);
    for (const path of ['/agents', '/agents/compact']) expect(await ids(path)).not.toContain(robot.id);
    expect((await api.admin.get('/service-accounts?page=1')).one('AgentPageDto').total).toBe(1);
    expect((await api.admin.get('/service-accounts?search=nobody')).data).toEqual([]);
    const users = await api.anonymous.with({ 'X-API-Key': ADMIN.token }).get('/user/get_agent_list');
    expect(users.data).toMatchObject({ total: 2, items: [{ email: ADMIN.email }, { email: expect.any(String) }] });
  });

  it('gets neither e-mail, password nor mail', async () => {
    const { id } = await create({
      email: 'robot@example.com',
      send_welcome_email: true,
      new_password: 'Correct-Horse-7',
    });
    expect((await api.admin.get(`/agents/${id}`)).one('AgentDto').email).toBeNull();
    expect((await api.admin.get(`/agents/${id}/mails`)).data).toEqual([]);
    const before = await api.stored();
    const changes = { ...body, email: 'robot@example.com', new_password: 'Correct-Horse-7' };
    expect((await api.admin.put(`/agents/${id}`, changes)).status).toBe(400);
    const [{ uuid } = {}] = await api.rows('SELECT uuid FROM agents WHERE id = $1', [id]);
    expect((await api.admin.put(`/user/${String(uuid)}`, { email: 'robot@example.com' })).status).toBe(422);
    expect((await api.admin.post(`/agents/${id}/welcome-email`)).status).toBe(422);
    expect(await api.stored()).toEqual(before);
    await expect(api.rows(`UPDATE agents SET password_hash = 'x' WHERE id = $1`, [id])).rejects.toThrow(
      'agents_service_without_login',
    );
    await api.admin.delete(`/agents/${id}`);
  });

  it('is changed by the first of two people who edit it, and the later one is told to read it again', async () => {
    const { id } = await create();
    const etag = String((await api.admin.get(`/agents/${id}`)).headers.get('etag'));
    const put = (first_name: string, ifMatch: string) =>
      api.admin.send('PUT', `/service-accounts/${id}`, {
        json: { ...body, first_name },
        headers: { 'If-Match': ifMatch },
      });
    const first = await put('Import', etag);
    expect(first.one('AgentDto')).toMatchObject({ first_name: 'Import' });
    const before = await api.stored();
    expect(await put('Export', etag)).toMatchObject({ status: 412, error: { error_type: 'ConflictException' } });
    expect(await api.stored()).toEqual(before);
    expect((await put('Export', String(first.headers.get('etag')))).status).toBe(200);
    expect((await put('Export', '*')).status).toBe(200);
  });

  it('is changed here, as a person is not', async () => {
    const { id } = await create();
    const changed = await update(id, {
      first_name: 'Import',
      last_name: 'of the night',
      enabled: false,
      role: 'Admin',
    });
    expect(changed.data).toMatchObject({
      first_name: 'Import',
      last_name: 'of the night',
      enabled: false,
      roles: ['Admin'],
    });
    const person = await api.agent();
    expect((await update(person.id, {})).status).toBe(404);
    expect((await update(4711, {})).status).toBe(404);
    expect((await api.admin.delete(`/agents/${id}`)).data).toBe(true);
    expect((await update(id, {})).status).toBe(404);
  });

  it('is made and raised by nobody beyond what they hold', async () => {
    const manager = await api.agentWith('users:manage');
    const before = await api.stored();
    expect((await manager.client.post('/service-accounts', { ...body, role: 'Admin' })).status).toBe(403);
    const raised = await manager.client.put(`/service-accounts/${robot.id}`, { ...body, role: 'Admin' });
    expect(raised.status).toBe(403);
    expect(await api.stored()).toEqual(before);
  });
});
