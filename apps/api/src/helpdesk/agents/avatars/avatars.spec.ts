import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';

import type { Client, Extras } from '../../../testing/client.js';
import { TestApi } from '../../../testing/test-api.js';

const OWN = '/agents/me';

describe('avatars', () => {
  let api: TestApi;
  let folder: string;
  let png: Buffer;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'rollcall-avatars-'));
    api = await TestApi.start({ settings: { STORAGE_DIR: folder } });
    png = await sharp({ create: { width: 600, height: 300, channels: 3, background: '#f00' } })
      .png()
      .toBuffer();
  });

  afterAll(async () => {
    await api.close();
    await rm(folder, { recursive: true });
  });

  const form = (...parts: readonly (readonly [name: string, content: Uint8Array | string])[]): Extras => ({
    raw: Buffer.concat([
      ...parts.flatMap(([name, content]) => [
        Buffer.from(`--b\r\nContent-Disposition: form-data; name="${name}"; filename="a.svg"\r\n\r\n`),
        Buffer.from(content),
        Buffer.from('\r\n'),
      ]),
      Buffer.from('--b--\r\n'),
    ]),
    headers: { 'Content-Type': 'multipart/form-data; boundary=b' },
  });
  const put = (client: Client, where = OWN, image: Uint8Array = png, headers = {}) => {
    const { raw = '', headers: type } = form(['files', image]);
    return client.send('PUT', where, { raw, headers: { ...type, ...headers } });
  };
  const urlAfter = async (client: Client, where = OWN) => {
    const url = (await put(client, where)).one('AgentDto').avatar_url;
    if (url === null) throw new Error('There is no avatar');
    return url;
  };
  const unnamed = async () =>
    (await api.rows('SELECT name FROM unnamed_files')).map(({ name }) => `/uploads/${String(name)}`);

  it('are set by anybody for themselves and shown wherever the agent is', async () => {
    const { agent, client } = await api.agentWith();
    const url = await urlAfter(client);
    expect(url).toMatch(/^\/uploads\/[0-9a-f]{40}\.webp$/);
    expect((await client.get(OWN)).one('AgentDto').avatar_url).toBe(url);
    const [listed] = (await api.admin.get(`/agents?email=${agent.email}`)).many('CompactAgentDto');
    expect(listed).toMatchObject({ id: agent.id, avatar_url: url });
  });

  it('are served to everybody for a year, as what they are, and by pages of every origin', async () => {
    const url = await urlAfter(api.admin);
    const answer = await fetch(api.url + url);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'cross-origin',
    });
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(await sharp(await answer.arrayBuffer()).metadata()).toMatchObject({
      format: 'webp',
      width: 512,
      height: 256,
    });
  });

  it.each(['0'.repeat(40) + '.webp', '..%2F..%2Fetc%2Fpasswd', 'a'])('are not there as %s', async (name) => {
    const answer = await api.root.get(`/uploads/${name}`);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('take the place of the one before, which nothing names then', async () => {
    const { client } = await api.agentWith();
    const [first, second] = [await urlAfter(client), await urlAfter(client)];
    expect(second).not.toBe(first);
    expect(await unnamed()).toContain(first);
    expect(await unnamed()).not.toContain(second);
  });

  it('are taken away, also when there is none', async () => {
    const { client } = await api.agentWith();
    const url = await urlAfter(client);
    for (let times = 0; times < 2; times++) expect((await client.delete('/agents/me/avatar')).data).toBe(true);
    expect((await client.get(OWN)).one('AgentDto').avatar_url).toBeNull();
    expect(await unnamed()).toContain(url);
  });

  it('go with their agents', async () => {
    const agent = await api.agent();
    const url = await urlAfter(api.admin, `/agents/${agent.id}/avatar`);
    await api.admin.delete(`/agents/${agent.id}`);
    expect(await unnamed()).toContain(url);
    expect(await api.rows('SELECT avatar_url FROM agents WHERE id = $1', [agent.id])).toEqual([{ avatar_url: null }]);
  });

  it('are set and taken away by administrators, with an entry for each change', async () => {
    const agent = await api.agent();
    const entries = await api.activityDuring(async () => {
      await urlAfter(api.admin, `/agents/${agent.id}/avatar`);
      expect((await api.admin.delete(`/agents/${agent.id}/avatar`)).data).toBe(true);
      await api.admin.delete(`/agents/${agent.id}/avatar`);
    });
    expect(entries).toMatchObject(Array.from({ length: 2 }, () => ({ type: 'agent_updated', id: agent.id })));
    expect((await put(api.admin, '/agents/999999/avatar')).status).toBe(404);
  });

  it('are set once by a request that is repeated with its key, and by another image it is another request', async () => {
    const { client } = await api.agentWith();
    const again = { 'Idempotency-Key': api.unique() };
    const first = await put(client, OWN, png, again);
    const before = await readdir(folder);
    const second = await put(client, OWN, png, again);
    expect(second.text).toBe(first.text);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(await readdir(folder)).toEqual(before);
    const other = await put(client, OWN, Buffer.concat([png, Buffer.from('x')]), again);
    expect(other.status).toBe(422);
  });

  it.each<[string, () => Extras, RegExp]>([
    ['no part', () => form(), /Send an image as the part "files"/],
    ['a part of another name', () => form(['file', png]), /Send an image as the part "files"/],
    ['two parts', () => form(['files', png], ['files', png]), /more than one part "files"/],
    ['an empty part', () => form(['files', '']), /files must be a PNG/],
    ['an SVG', () => form(['files', '<svg xmlns="http://www.w3.org/2000/svg"/>']), /files must be a PNG/],
    ['half an image', () => form(['files', png.subarray(0, 200)]), /files is damaged or cut off/],
    [
      'a body that ends in the middle',
      () => ({ ...form(['files', png]), raw: Buffer.from(form(['files', png]).raw as Buffer).subarray(0, 300) }),
      /malformed or cut off/,
    ],
  ])('are not made of %s', async (_, sent, message) => {
    const { client } = await api.agentWith();
    const { status, error } = await client.send('PUT', OWN, sent());
    expect(status).toBe(400);
    expect(error.message).toMatch(message);
    expect((await client.get(OWN)).one('AgentDto').avatar_url).toBeNull();
  });

  it('are not made of more than 2 MB, nor of a body that is no form', async () => {
    const large = await put(api.admin, OWN, Buffer.alloc(2_000_001));
    expect(large.status).toBe(413);
    expect(large.error.message).toBe('The file is larger than 2 MB; send a smaller image');
    expect((await api.admin.put(OWN, {})).status).toBe(415);
  });
});
