import { once } from 'node:events';

import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { ReceivedFile } from '../../http/body/received-file.js';
import type { Client, Extras } from '../../testing/client.js';
import { csv, CSV_HEADER as HEADER, csvLines as lines, form } from '../../testing/csv-uploads.js';
import { RawConnection } from '../../testing/raw-connection.js';
import { ADMIN, basic, TestApi } from '../../testing/test-api.js';

describe('a file of an import', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start({ settings: { IMPORT_MAX_MB: '1' } });
  });

  afterEach(async () => {
    await api.rows('DELETE FROM agent_imports');
  });

  afterAll(async () => {
    await api.close();
  });

  const send = (file: Extras, query = '', client: Client = api.admin) =>
    client.send('POST', `/agents/imports${query}`, file);

  it('that is sent again with its key is one import, and with another file it is refused', async () => {
    const keyed = ({ headers, ...rest }: Extras) => ({
      ...rest,
      headers: { ...headers, 'Idempotency-Key': 'one import' },
    });
    const first = await send(keyed(csv(lines('Ada,,keyed.import@example.com,Agent,'))));
    const again = await send(keyed(csv(lines('Ada,,keyed.import@example.com,Agent,'))));
    expect([again.text, again.headers.get('idempotency-replayed')]).toEqual([first.text, 'true']);
    expect((await send(keyed(csv(lines('Grace,,keyed.import@example.com,Agent,'))))).status).toBe(422);
  });

  const big = lines(...Array.from({ length: 30_000 }, (_, index) => `Ada,Lovelace,ada${index}@example.com,Agent,`));

  it.each<[string, Extras, number, string]>([
    ['has no part "file"', form(['files', HEADER]), 400, 'as the part "file"'],
    ['has two', form(['file', HEADER], ['file', HEADER]), 400, 'more than one part "file"'],
    [
      'is cut off',
      { ...form(), raw: '--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nfirst' },
      400,
      'cut off',
    ],
    ['has no boundary', { raw: 'x', headers: { 'Content-Type': 'multipart/form-data' } }, 400, 'boundary'],
    ['has many parts', form(...Array.from({ length: 30 }, () => ['x', ''] as const)), 400, 'more than 20 parts'],
    ['is not there', { headers: { 'Content-Type': 'text/csv' } }, 400, 'Send a CSV file'],
    ['is JSON', { json: {} }, 415, 'text/csv'],
    [
      'is not in UTF-8 by its type',
      { raw: HEADER, headers: { 'Content-Type': 'text/csv; charset=latin1' } },
      415,
      'UTF-8',
    ],
    ['is too large', csv(big), 413, 'larger than 1 MB'],
    ['is too large as a part', form(['file', big]), 413, 'larger than 1 MB'],
    ['is empty', form(['file', '']), 400, 'begins with no header'],
    ['has a header alone', csv(HEADER), 400, 'no rows'],
    ['has a quote that is open', csv(lines('Ada,,a@example.com,Agent,', '"Ada,,b@example.com,Agent,')), 400, 'row 3'],
  ])('whose body %s is refused, and nothing is stored', async (_what, extras, status, says) => {
    const answer = await send(extras);
    expect({ status: answer.status, says: answer.error.message }).toEqual({
      status,
      says: expect.stringContaining(says),
    });
    expect(await api.rows('SELECT FROM import_rows')).toEqual([]);
  });

  it('whose length is too large is refused before its body is sent', async () => {
    const head = `POST /api/v1/agents/imports HTTP/1.1\r\nHost: a\r\nAuthorization: ${basic(ADMIN.key, ADMIN.secret)}\r\n`;
    const connection = await RawConnection.to(api.url);
    connection.send(`${head}Content-Type: text/csv\r\nContent-Length: 2000000000\r\n\r\n`);
    const [answer] = (await once(connection.socket, 'data')) as [string];
    connection.socket.destroy();
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
  });

  it('that is too large is refused while it is sent, also when it does not say its length', async () => {
    const body = new Blob([big]).stream();
    const headers = { Authorization: basic(ADMIN.key, ADMIN.secret), 'Content-Type': 'text/csv' };
    const answer = await fetch(`${api.url}/api/v1/agents/imports`, { method: 'POST', headers, body, duplex: 'half' });
    expect([answer.status, await answer.text()]).toEqual([413, expect.stringContaining('larger than 1 MB')]);
  });

  it.each<[string, Extras]>([
    ['as the body', csv(lines('Ada,,a@example.com,Agent,'))],
    ['as a part', form(['file', lines('Ada,,a@example.com,Agent,')])],
  ])('that cannot be kept, sent %s, is answered at once', async (_, file) => {
    const full = jest.spyOn(ReceivedFile.prototype, 'append').mockRejectedValue(new Error('ENOSPC: no space left'));
    expect((await send(file)).status).toBe(500);
    full.mockRestore();
    expect((await send(file)).status).toBe(200);
  });

  it('is not listened to from those who may not start one', async () => {
    const { client } = await api.agentWith('teams:manage');
    expect((await send(csv(big), '', client)).status).toBe(403);
    expect((await send(csv(big), '', api.anonymous)).status).toBe(401);
  });
});
