import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { loadConfig } from '@rollcall/config';
import { pino } from 'pino';

import { createApi } from '../create-api.js';
import { ScimClient } from '../testing/scim-client.js';
import { ADMIN, basic, TestApi } from '../testing/test-api.js';
import { WINDOWS } from '../windows.js';

describe('two replicas on one database', () => {
  let api: TestApi;
  let other: NestExpressApplication;
  let otherUrl: string;

  beforeAll(async () => {
    api = await TestApi.start();
    const config = loadConfig({ DATABASE_URL: api.databaseUrl, SMTP_URL: 'smtp://unused' });
    other = await createApi(config, pino({ level: 'silent' }), WINDOWS);
    await other.listen(0, '127.0.0.1');
    otherUrl = await other.getUrl();
  });

  afterAll(async () => {
    await other.close();
    await api.close();
  });

  it('both refuse whom the provider deactivated at one, with the next request, and no mail waits for them', async () => {
    const password = 'Correct-Horse-7';
    const agent = await api.agentWithPassword(password);
    const { key, secret } = await api.withKey(agent);
    const { secret: session } = await api.login(String(agent.email), password);
    const shown = [{ Authorization: basic(key, secret) }, { Cookie: `rollcall_session=${session}` }];
    const statuses = () =>
      Promise.all(
        [api.url, otherUrl].flatMap((url) =>
          shown.map(async (headers) => (await fetch(`${url}/api/v1/agents/me`, { headers })).status),
        ),
      );
    expect(await statuses()).toEqual([200, 200, 200, 200]);
    const post = (path: string, body: object, headers: Readonly<Record<string, string>> = {}) =>
      fetch(`${otherUrl}/api/v1${path}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
    const asAdmin = { Authorization: basic(ADMIN.key, ADMIN.secret) };
    expect((await post(`/agents/${agent.id}/welcome-email`, {}, asAdmin)).status).toBe(200);
    const mails = () =>
      api.rows(
        `SELECT status, (SELECT count(*)::int FROM job_outbox WHERE id = mails.job_id) AS jobs FROM mails
         WHERE agent_id = $1 AND template = 'welcome'`,
        [agent.id],
      );
    expect(await mails()).toEqual([{ status: 'queued', jobs: 1 }]);
    const token = await api.passwordToken(agent.id);
    const scim = new ScimClient(api);
    const [id = ''] = await scim.found('/Users', `userName eq "${String(agent.email)}"`);
    await scim.patch(`/Users/${id}`, { op: 'Replace', path: 'active', value: 'False' });
    expect(await statuses()).toEqual([401, 401, 401, 401]);
    expect(await mails()).toEqual([{ status: 'failed', jobs: 0 }]);
    expect((await post('/auth/login', { email: agent.email, password })).status).toBe(401);
    expect((await post('/agents/set-password', { token, password: 'Another-Horse-8' })).status).toBe(400);
  });
});
