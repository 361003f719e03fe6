import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { TestApi } from '../../testing/test-api.js';
import { versionsIn } from './agent-etag.js';

describe('an agent that two people edit', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });

  afterAll(async () => {
    await api.close();
  });

  const etagOf = ({ headers }: { readonly headers: Headers }) => String(headers.get('etag'));
  const read = async (id: number) => etagOf(await api.admin.get(`/agents/${id}`));
  const put = (id: number, json: object, etag: string) =>
    api.admin.send('PUT', `/agents/${id}`, { json, headers: { 'If-Match': etag } });

  it('is changed by the first, and the later one is told to read it again', async () => {
    const agent = await api.agent();
    const etag = await read(agent.id);
    const first = await put(agent.id, { ...agent, last_name: 'Lovelace' }, etag);
    expect(first.one('AgentDto')).toMatchObject({ last_name: 'Lovelace' });
    const before = await api.stored();
    const second = await put(agent.id, { ...agent, first_name: 'Augusta' }, etag);
    expect(second).toMatchObject({ status: 412, error: { error_type: 'ConflictException' } });
    expect(await api.stored()).toEqual(before);
    expect((await put(agent.id, { ...agent, first_name: 'Augusta' }, etagOf(first))).status).toBe(200);
  });

  it.each<[string, (id: number) => object]>([
    ['a role', () => ({ roles: ['Admin'] })],
    ['the e-mail', (id) => ({ email: `other${id}@example.com` })],
    ['whether it is enabled', () => ({ enabled: false })],
  ])('cannot be changed by the later one when the first has changed %s', async (_what, changes) => {
    const agent = await api.agent();
    const etag = await read(agent.id);
    expect((await api.admin.put(`/agents/${agent.id}`, { ...agent, ...changes(agent.id) })).status).toBe(200);
    expect((await put(agent.id, agent, etag)).status).toBe(412);
  });

  it('cannot be changed by the later one when its team was deleted', async () => {
    const team = await api.team();
    const agent = await api.agent({ teams: [team.name] });
    const etag = await read(agent.id);
    await api.admin.delete(`/teams/${team.id}`);
    expect((await put(agent.id, { ...agent, teams: [] }, etag)).status).toBe(412);
  });

  it('is changed though it was active and became available in the meantime, which the ETag of a read tells', async () => {
    const { agent, client } = await api.agentWith();
    const etag = await read(agent.id);
    await client.put('/agents/me/availability', { status: 'online' });
    expect(await read(agent.id)).not.toBe(etag);
    expect((await put(agent.id, agent, etag)).status).toBe(200);
  });

  it('is changed by one of two who send the same ETag at once', async () => {
    const agent = await api.agent();
    const etag = await read(agent.id);
    const answers = await Promise.all(
      ['One', 'Two'].map((first_name) => put(agent.id, { ...agent, first_name }, etag)),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
  });

  it('is changed as ever without an If-Match, and with the one that stands for any', async () => {
    const agent = await api.agent();
    expect((await api.admin.put(`/agents/${agent.id}`, agent)).status).toBe(200);
    expect((await put(agent.id, agent, '*')).status).toBe(200);
    expect((await put(agent.id, agent, `"another", ${await read(agent.id)}`)).status).toBe(200);
    expect((await put(agent.id, agent, '"another"')).status).toBe(412);
    expect((await put(999_999, agent, '"another"')).status).toBe(404);
  });
});

describe('the versions of an If-Match', () => {
  it.each<[string | undefined, readonly string[] | undefined]>([
    [undefined, undefined],
    ['*', undefined],
    ['"a-1.b_2"', ['a-1']],
    ['W/"a.b", "c.d"', ['a', 'c']],
    ['"a"', []],
    ['', []],
  ])('%p are %j', (ifMatch, versions) => {
    expect(versionsIn(ifMatch)).toEqual(versions);
  });
});
