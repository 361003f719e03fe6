import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { loadConfig } from '@rollcall/config';
import { pino } from 'pino';

import { createApi } from '../create-api.js';
import { ScimClient } from '../testing/scim-client.js';
import { basic, TestApi } from '../testing/test-api.js';
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

  it('both refuse whom the provider deactivated at one, with the next request', async () => {
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
    const scim = new ScimClient(api);
    const [id = ''] = await scim.found('/Users', `userName eq "${String(agent.email)}"`);
    await scim.patch(`/Users/${id}`, { op: 'Replace', path: 'active', value: 'False' });
    expect(await statuses()).toEqual([401, 401, 401, 401]);
  });
});
