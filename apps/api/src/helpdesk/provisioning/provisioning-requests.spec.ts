import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ProvisioningRequests } from '@rollcall/provisioning';
import { waitFor } from '@rollcall/testing';

import { ScimClient } from '../../testing/scim-client.js';
import { ADMIN, TestApi } from '../../testing/test-api.js';

describe('the last requests of identity providers', () => {
  let api: TestApi;
  let scim: ScimClient;

  beforeAll(async () => {
    api = await TestApi.start();
    scim = new ScimClient(api);
  });

  afterAll(async () => {
    await api.close();
  });

  const list = async (query = '') =>
    (await api.admin.get(`/provisioning/requests${query}`)).many('ProvisioningRequestDto');
  /** The requests, once there is one with this id. */
  const listedWith = (id: string, query = '') =>
    waitFor(`the request ${id}`, async () => {
      const requests = await list(query);
      return requests.some((one) => one.request_id === id) && requests;
    });
  const sent = (id: string) => ({ 'X-Request-Id': id });

  it('are listed with what was sent and answered, the newest first', async () => {
    const userName = `${api.unique('kept')}@example.com`;
    await scim.send('POST', '/Users', { userName, title: 'Analyst', password: 'Never-Told-1' }, sent('made'));
    await scim.send('POST', '/Users', { userName }, sent('taken'));
    await scim.send('GET', `/Users?filter=${encodeURIComponent('shoeSize eq "38"')}`, undefined, sent('asked'));
    const requests = await listedWith('asked');
    expect(requests.map((one) => one.request_id)).toEqual(['asked', 'taken', 'made']);
    const [asked, taken, made] = requests;
    const key = { key_id: expect.any(Number), key_name: 'token', agent_id: 1 };
    expect(made).toMatchObject({ ...key, method: 'POST', path: '/scim/v2/Users', status: 201, failed: false });
    expect(made).toMatchObject({ scim_type: null, detail: null, answer: expect.stringContaining('"title":"Analyst"') });
    expect(made?.body).toBe(JSON.stringify({ userName, title: 'Analyst', password: '***' }));
    expect(taken).toMatchObject({ status: 409, failed: true, scim_type: 'uniqueness' });
    expect(taken?.detail).toContain(userName);
    expect(asked).toMatchObject({
      path: '/scim/v2/Users?filter=shoeSize eq "38"',
      body: null,
      status: 400,
      scim_type: 'invalidFilter',
    });
  });

  it('are listed also when no route has seen them', async () => {
    const stranger = new ScimClient(api, `in-${'x'.repeat(43)}`);
    await stranger.send('POST', '/Users?access_token=Never-Told-2', { userName: 'Never-Told-3' }, sent('stranger'));
    await api.root.send('POST', '/scim/v2/Users', {
      headers: { 'Content-Type': 'application/scim+json', ...sent('malformed') },
      raw: '{"userName":',
    });
    await scim.send('GET', `/Users?filter=${'x'.repeat(10_000)}`, undefined, sent('long'));
    const raw = { raw: '{"userName":', headers: { 'Content-Type': 'application/scim+json' } };
    const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
    await api.root.send('POST', '/scim/v2/Users', {
      ...raw,
      headers: { ...raw.headers, ...bearer(ADMIN.token), ...sent('of-a-key') },
    });
    await api.root.send('POST', '/scim/v2/Users', {
      ...raw,
      headers: { ...raw.headers, ...bearer(`in-${'x'.repeat(43)}`), ...sent('of-a-wrong-key') },
    });
    await listedWith('of-a-key');
    const listed = await listedWith('of-a-wrong-key');
    const one = (id: string) => listed.find(({ request_id }) => request_id === id);
    const [long, malformed, unknown] = [one('long'), one('malformed'), one('stranger')];
    const invalid = { status: 400, scim_type: 'invalidSyntax', body: null };
    expect(one('of-a-key')).toMatchObject({ ...invalid, key_id: expect.any(Number), key_name: 'token', agent_id: 1 });
    expect(one('of-a-wrong-key')).toMatchObject({ ...invalid, key_id: null, agent_id: null });
    expect(long).toMatchObject({ status: 414, key_name: 'token' });
    expect(unknown).toMatchObject({ status: 401, key_id: null, key_name: null, agent_id: null, body: null });
    expect(malformed).toMatchObject({ status: 400, scim_type: 'invalidSyntax', body: null });
    expect([long?.scim_type, long?.path.length]).toEqual(['invalidFilter', 1_000]);
    expect(JSON.stringify(await list())).not.toContain('Never-Told');
  });

  it('come in parts, and those that failed alone where they are asked for', async () => {
    await scim.send('GET', '/Users?count=0', undefined, sent('served'));
    await scim.send('GET', '/Users/none', undefined, sent('none'));
    const [newest, next] = await listedWith('none');
    expect([newest?.request_id, next?.request_id]).toEqual(['none', 'served']);
    expect((await list(`?limit=1&before=${newest?.id ?? 0}`)).map(({ id }) => id)).toEqual([next?.id]);
    const failed = await list('?failed=true');
    expect(failed[0]?.request_id).toBe('none');
    expect(failed.every((one) => one.failed)).toBe(true);
  });

  it('are two hundred of each key that failed and two hundred others, of seven days', async () => {
    const counts = () =>
      api.rows(
        'SELECT failed, count(*)::int FROM provisioning_requests WHERE key_id = 7 GROUP BY failed ORDER BY failed',
      );
    await api.rows(
      `INSERT INTO provisioning_requests (created_at, key_id, request_id, method, path, failed, duration_ms)
       SELECT now(), 7, 'x', 'GET', '/scim/v2/Users', place > 300, 1 FROM generate_series(1, 310) AS place`,
    );
    await scim.send('GET', '/Users?count=0', undefined, sent('after'));
    await listedWith('after');
    await waitFor('those beyond two hundred to go', async () => {
      const [others, failed] = await counts();
      return others?.count === 200 && failed?.count === 10;
    });
    await api.rows(`UPDATE provisioning_requests SET created_at = now() - interval '7 days 1 minute' WHERE key_id = 7`);
    expect((await list('?limit=500')).some((one) => one.key_id === 7)).toBe(false);
    await api.app.get(ProvisioningRequests, { strict: false }).sweep();
    expect(await counts()).toEqual([]);
  });
});
