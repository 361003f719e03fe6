import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { Client } from '../../testing/client.js';
import type { Models } from '../../testing/description.js';
import { TestApi } from '../../testing/test-api.js';

const PASSWORD = 'Correct-Horse-7';

type Act = (agent: Models['AgentDto']) => Promise<{ readonly status: number }>;

/** An agent with every way in and every kind of mail still to be sent. */
interface Settled {
  readonly agent: Models['AgentDto'];
  readonly session: Client;
  readonly keys: readonly Client[];
  readonly revokedKey: Client;
  readonly token: string;
}

describe('who leaves', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
  });

  afterAll(async () => {
    await api.close();
  });

  const enable = (agent: Models['AgentDto'], enabled: boolean) =>
    api.admin.put(`/agents/${agent.id}`, { ...agent, enabled });
  const disable: Act = (agent) => enable(agent, false);
  const remove: Act = (agent) => api.admin.delete(`/agents/${agent.id}`);

  async function settled(): Promise<Settled> {
    const agent = await api.agent({ send_welcome_email: true });
    const { client: pair } = await api.withKey(agent);
    const bearer = async () => {
      const made = await api.admin.post(`/agents/${agent.id}/api-keys`, { name: api.unique('key '), kind: 'bearer' });
      const key = made.one('IssuedApiKeyDto');
      return { ...key, client: api.anonymous.with({ Authorization: `Bearer ${key.token ?? ''}` }) };
    };
    const [kept, revoked] = [await bearer(), await bearer()];
    await api.admin.delete(`/agents/${agent.id}/api-keys/${revoked.id}`);
    await api.admin.put(`/agents/${agent.id}`, { ...agent, new_password: PASSWORD });
    return {
      agent,
      session: (await api.login(String(agent.email), PASSWORD)).client,
      keys: [pair, kept.client],
      revokedKey: revoked.client,
      token: await api.passwordToken(agent.id),
    };
  }

  const whoAmI = (...clients: readonly Client[]) =>
    Promise.all(clients.map(async (client) => (await client.get('/agents/me')).status));
  const setPassword = async (token: string) =>
    (await api.anonymous.post('/agents/set-password', { token, password: 'Another-Horse-8' })).status;
  /** The mails of the agent with their status, and which of them have a job that sends them. */
  const mails = ({ id }: Models['AgentDto']) =>
    api.rows(
      `SELECT template, status, last_error AS reason,
         EXISTS (SELECT FROM job_outbox WHERE payload = jsonb_build_object('mailId', m.id)) AS promised
       FROM mails m WHERE agent_id = $1 ORDER BY m.id`,
      [id],
    );

  it.each<[string, Act, string]>([
    ['disabled', disable, 'agent_disabled'],
    ['deleted', remove, 'agent_deleted'],
  ])(
    'by being %s loses sessions, keys, links and the mails with links that were still to be sent',
    async (what, act, type) => {
      const { agent, session, keys, token } = await settled();
      const neighbour = await api.agent({ send_welcome_email: true });
      expect(await whoAmI(session, ...keys)).toEqual([200, 200, 200]);
      const entries = await api.activityDuring(() => act(agent));
      expect(await whoAmI(session, ...keys)).toEqual([401, 401, 401]);
      expect(await setPassword(token)).toBe(400);
      expect(entries).toContainEqual(expect.objectContaining({ type, target: 'agent', id: agent.id }));
      const reason = `The agent was ${what} before the mail could be sent`;
      expect(await mails(agent)).toEqual([
        { template: 'welcome', status: 'failed', reason, promised: false },
        { template: 'password-changed', status: 'queued', reason: null, promised: true },
      ]);
      expect(await mails(neighbour)).toMatchObject([{ status: 'queued', promised: true }]);
    },
  );

  it.each<[string, Act]>([
    ['disabled', disable],
    ['deleted', remove],
  ])('loses all of it or, where being %s cannot be written down, nothing', async (what, act) => {
    const { agent, session, keys, token } = await settled();
    const trigger = `refuse_${what}_${agent.id}`;
    await api.rows(
      `CREATE FUNCTION ${trigger}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'The disk is full'; END $$;
       CREATE TRIGGER ${trigger} BEFORE INSERT ON activity_log FOR EACH ROW
         WHEN (NEW.target_model_id = ${agent.id}) EXECUTE FUNCTION ${trigger}()`,
    );
    expect((await act(agent)).status).toBe(500);
    await api.rows(`DROP TRIGGER ${trigger} ON activity_log`);
    expect(await whoAmI(session, ...keys)).toEqual([200, 200, 200]);
    expect(await mails(agent)).toMatchObject([{ status: 'queued', promised: true }, { status: 'queued' }]);
    expect(await setPassword(token)).toBe(200);
  });

  it('gets back the keys that were not revoked when enabled again, and nothing else', async () => {
    const { agent, session, keys, revokedKey, token } = await settled();
    await disable(agent);
    await enable(agent, true);
    expect(await whoAmI(...keys)).toEqual([200, 200]);
    expect(await whoAmI(session, revokedKey)).toEqual([401, 401]);
    expect(await setPassword(token)).toBe(400);
    expect(await mails(agent)).toMatchObject([{ template: 'welcome', status: 'failed', promised: false }, {}]);
    const fresh = (await api.admin.post(`/agents/${agent.id}/welcome-email`)).one('MailDto');
    expect(fresh).toMatchObject({ template: 'welcome', status: 'queued' });
  });
});
