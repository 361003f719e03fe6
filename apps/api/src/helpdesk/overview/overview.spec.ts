import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { TestApi } from '../../testing/test-api.js';

describe('GET /overview', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });

  afterAll(async () => {
    await api.close();
  });

  const overview = async (client = api.admin) => (await client.get('/overview')).one('OverviewDto');
  const today = () => new Date().toISOString().slice(0, 10);

  it('counts people by state and team, and leaves out programs and those who are deleted', async () => {
    const before = await overview();
    const { name } = await api.team();
    const online = await api.agent({ teams: [name] });
    const disabled = await api.agent({ teams: [name] });
    const deleted = await api.agent({ teams: [name] });
    await api.rows("UPDATE agents SET availability_status = 'online' WHERE id = ANY ($1)", [
      [online.id, disabled.id, deleted.id],
    ]);
    await api.rows('UPDATE agents SET enabled = false WHERE id = $1', [disabled.id]);
    await api.admin.delete(`/agents/${deleted.id}`);
    await api.admin.post('/service-accounts', { first_name: 'Program', roles: ['Agent'] });
    const { agents } = await overview();
    expect(agents).toMatchObject({ total: (before.agents?.total ?? 0) + 2, disabled: 1 });
    expect(agents?.by_availability).toMatchObject({
      online: 2,
      offline: before.agents?.by_availability.offline ?? 0,
    });
    expect(agents?.online_by_team).toEqual([expect.objectContaining({ name, online: 1 })]);
  });

  it('tells for each of the last 14 days what became of sign-ins, mails and deliveries', async () => {
    const { id } = (
      await api.admin.post('/webhooks', {
        name: 'Off',
        url: 'https://example.com',
        events: ['team.created'],
        is_active: false,
      })
    ).one('WebhookDto');
    await api.admin.post(`/webhooks/${id}/test`, {});
    await api.rows(
      `INSERT INTO mails (created_at, agent_id, recipient, template, status)
       SELECT now() - age, 1, 'a@example.com', 'welcome', status
       FROM (VALUES (interval '0', 'failed'), ('0', 'sent'), ('20 days', 'failed')) AS mail (age, status)`,
    );
    await api.rows(
      `INSERT INTO activity_log (created_at, activity_type, activity_description, target_model_type, target_model_id)
       SELECT now() - age, type, '', 'agent', 1
       FROM (VALUES (interval '0', 'agent_login'), ('0', 'login_failed'), ('0', 'login_failed'), ('20 days', 'agent_login')) AS entry (age, type)`,
    );
    const { since, mails, sign_ins: signIns, deliveries, unwell_webhooks: unwell } = await overview();
    expect(since).toMatch(/T00:00:00.000Z$/);
    expect(mails).toEqual([expect.objectContaining({ day: today(), failed: 1, sent: 1 })]);
    expect(signIns).toEqual([{ day: today(), succeeded: 1, failed: 2 }]);
    expect(deliveries).toEqual([{ day: today(), pending: 1, delivered: 0, failed: 0 }]);
    expect(unwell).toEqual([expect.objectContaining({ id, is_active: false })]);
  });

  it('tells how far the log is sealed, what waits, and how many accounts differ from Stripe', async () => {
    await api.rows("UPDATE billing_accounts SET stripe_problem = 'Two subscriptions' WHERE agent_id = 1");
    const { chain, queues, stripe_problems: problems } = await overview();
    expect(chain?.unsealed).toBeGreaterThan(0);
    expect(queues).toContainEqual(expect.objectContaining({ name: 'mail' }));
    expect(problems).toBe(1);
  });

  it.each([
    [[], []],
    [['billing:read'], ['stripe_problems']],
    [['webhooks:manage'], ['unwell_webhooks', 'deliveries']],
    [['users:manage'], ['agents', 'mails']],
    [['activity_logs:manage'], ['sign_ins', 'chain']],
    [['general_settings:manage'], ['queues']],
  ])('with %j it tells %j and nothing else', async (permissions, parts) => {
    const { client } = await api.agentWith(...permissions);
    const told = Object.entries(await overview(client)).filter(([name, part]) => name !== 'since' && part !== null);
    expect(told.map(([name]) => name).toSorted()).toEqual(parts.toSorted());
  });
});
