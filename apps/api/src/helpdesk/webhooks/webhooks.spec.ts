import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { TestApi } from '../../testing/test-api.js';

const HIDDEN = '•'.repeat(10);

describe('the routes of webhooks', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });

  afterAll(async () => {
    await api.close();
  });

  const body = (changes: object = {}) => ({
    name: 'Directory sync',
    url: 'https://example.com/hooks',
    events: ['agent.created', 'agent.deleted'],
    ...changes,
  });
  const create = async (changes: object = {}) => (await api.admin.post('/webhooks', body(changes))).one('WebhookDto');

  it('show a secret in the answers that make it, and dots in all others', async () => {
    const made = await create();
    expect(made).toMatchObject({
      ...body(),
      is_active: true,
      headers: [],
      secret: expect.stringMatching(/^whsec_.{44}$/),
    });
    const path = `/webhooks/${made.id}`;
    for (const answer of [
      await api.admin.get(path),
      await api.admin.put(path, body()),
      await api.admin.put(`${path}/toggle`),
    ])
      expect(answer.one('WebhookDto').secret).toBe(HIDDEN);
    const rotated = (await api.admin.post(`${path}/rotate`, { overlap_seconds: 60 })).one('WebhookDto');
    expect(rotated.secret).toMatch(/^whsec_/);
    expect(rotated.secret).not.toBe(made.secret);
    expect(rotated.previous_secret_until).not.toBeNull();
    const log = JSON.stringify(await api.rows("SELECT * FROM activity_log WHERE target_model_type = 'webhook'"));
    for (const secret of [made.secret, rotated.secret]) expect(log).not.toContain(secret);
  });

  it('keep the secret when a change does not name one, or shows the dots', async () => {
    const { id } = await create({ secret: 'a secret of sixteen' });
    const stored = () => api.rows('SELECT secret FROM webhooks WHERE id = $1', [id]);
    const before = await stored();
    await api.admin.put(`/webhooks/${id}`, body({ name: 'Renamed', secret: HIDDEN }));
    await api.admin.put(`/webhooks/${id}`, body());
    expect(await stored()).toEqual(before);
    await api.admin.put(`/webhooks/${id}`, body({ secret: 'another secret of it' }));
    expect(await stored()).not.toEqual(before);
  });

  it.each([
    ['a user name in the address', { url: 'https://user:pass@example.com' }, 'url must not have a user name'],
    ['another scheme', { url: 'ftp://example.com' }, 'url must be an address that starts with https://'],
    ['an address of this machine', { url: 'http://2130706433/' }, 'url must lead to an address of the public internet'],
    ['an event that does not exist', { events: ['agent.createt'] }, 'events.0 must be one of agent.created'],
    ['no events', { events: [] }, 'events must have 1 to'],
    ['a short secret', { secret: 'short' }, 'secret must have 16 to 255 characters'],
    [
      'a secret that is no Base64',
      { secret: 'whsec_????????????????' },
      'secret must have at least 24 bytes in Base64',
    ],
  ])('refuse %s, and name it', async (_what, changes, message) => {
    const answer = await api.admin.post('/webhooks', body(changes));
    expect([answer.status, answer.body]).toMatchObject([400, { message: expect.stringContaining(message) }]);
  });

  it('have a test sent, which is listed with what is sent, and is not in the feed', async () => {
    const { id } = await create();
    await api.admin.post(`/webhooks/${id}/test`);
    const list = (await api.admin.get(`/webhooks/${id}/deliveries?state=pending`)).many('WebhookDeliveryDto');
    expect(list).toMatchObject([{ state: 'pending', attempts: 0, status: null, request: { event: 'webhook.test' } }]);
    expect((await api.admin.get('/events?limit=1000')).one('EventsDto').results).not.toContainEqual(
      expect.objectContaining({ event: 'webhook.test' }),
    );
    expect((await api.admin.post(`/webhooks/${id}/redeliver`, { delivery_id: 999 })).status).toBe(404);
    expect((await api.admin.post(`/webhooks/${id}/redeliver`, {})).status).toBe(200);
  });

  it('are told in the log who made, changed and deleted what', async () => {
    const entries = await api.activityDuring(async () => {
      const { id } = await create();
      await api.admin.put(`/webhooks/${id}/toggle`);
      await api.admin.delete(`/webhooks/${id}`);
      expect((await api.admin.get(`/webhooks/${id}`)).status).toBe(404);
    });
    expect(entries.map(({ type }) => type)).toEqual(['webhook_created', 'webhook_updated', 'webhook_deleted']);
  });
});
