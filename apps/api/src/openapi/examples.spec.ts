import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { METHODS } from '../http/routing/routes.js';
import { isRecord } from '../testing/description.js';
import { ADMIN, TestApi, type TestSession } from '../testing/test-api.js';
import { apiDescription } from './describe-api.js';

const PASSWORD = 'Correct-Horse-7';

/** What an example cannot have, since each is used once and nobody else knows it. */
const SECRETS = {
  'POST /api/v1/agents/set-password': 400,
  'POST /api/v1/agents/me/second-factors/{id}/confirm': 404,
  'PUT /api/v1/agents/me/second-factors/{id}': 404,
  'POST /api/v1/auth/second-factor': 401,
  'POST /api/v1/auth/step-up': 400,
  'POST /api/v1/auth/login-link': 401,
  'POST /api/v1/oidc/{id}/backchannel-logout': 404,
};

describe('the examples of bodies', () => {
  let api: TestApi;
  let session: TestSession;
  let startOver: () => Promise<void>;
  /** The ids of what the calls are about, by the part of a path in front of them, or by their own name. */
  const ids = new Map<string, string>();

  beforeAll(async () => {
    api = await TestApi.start();
    const admin = await api.agentWithPassword(PASSWORD, { email: 'ada@example.com', role: 'Admin' });
    await api.team('Sales');
    const agent = await api.agent({ role: 'Admin' });
    const live = api.anonymous.with({ 'X-API-Key': ADMIN.token });
    const agency = (await live.get('/agency')).one('AgencyDto').id;
    const made = async (path: string, body: unknown) => (await api.admin.post(path, body)).data;
    const idOf = (value: unknown) => String(isRecord(value) ? value.id : undefined);
    const plan = idOf(
      await made(
        `/agency/billing/${agency}/billing_plan`,
        exampleOf('post', '/api/v1/agency/billing/{agency_id}/billing_plan'),
      ),
    );
    const [row] = await api.rows('SELECT uuid FROM agents WHERE id = $1', [agent.id]);
    const user = String(row?.uuid);
    await live.post(
      `/agency/billing/subaccount/change_billing_plan?agency_id=${agency}&subaccount_user_id=${user}&new_billing_plan_id=${plan}`,
    );
    for (const [name, id] of Object.entries({
      agents: String(agent.id),
      teams: idOf(await api.team()),
      'group-roles': idOf(await api.team()),
      roles: idOf(await api.role()),
      'service-accounts': idOf(await made('/service-accounts', { first_name: 'Cron', role: 'Agent' })),
      oidc: idOf(await made('/oidc', exampleOf('post', '/api/v1/oidc'))),
      webhooks: idOf(await made('/webhooks', { name: 'hook', url: 'https://example.com/', events: ['agent.created'] })),
      key_id: idOf(await made(`/agents/${agent.id}/api-keys`, { name: 'key' })),
      user_id: user,
      // Whoever has one does not log in by the example of a password.
      'second-factors': '1',
      agency_id: agency,
      billing_plan_id: plan,
    }))
      ids.set(name, id);
    session = await api.login(admin.email ?? '', PASSWORD);
    startOver = await api.keep();
  });

  afterAll(async () => {
    await api.close();
  });

  const exampleOf = (method: string, path: string): unknown =>
    calls().find((call) => call.path === path && call.method === method)?.json;

  /** Each call that takes a body in JSON, with the example of that body. */
  const calls = () =>
    Object.entries(apiDescription(api.app).paths).flatMap(([path, item]) =>
      METHODS.flatMap((method) => {
        const body = item[method]?.requestBody;
        const content = body && 'content' in body ? body.content['application/json'] : undefined;
        return content ? [{ method, path, json: content.example as unknown }] : [];
      }),
    );

  const filled = (path: string) =>
    path.replaceAll(
      /([\w-]+)\/\{(\w+)\}/g,
      (_, part: string, name: string) => `${part}/${ids.get(name) ?? ids.get(part) ?? ''}`,
    );

  it('are there for every call but the one whose body is of Stripe', () => {
    const without = calls().flatMap(({ method, path, json }) => (isRecord(json) ? [] : [`${method} ${path}`]));
    expect(without).toEqual(['post /api/v1/agency/webhook/stripe/{agency_id}']);
  });

  it('do what they are for when they are sent', async () => {
    const failures: Record<string, number> = {};
    for (const { method, path, json } of calls().filter((call) => isRecord(call.json))) {
      await startOver();
      const { status } = await session.client.send(method.toUpperCase(), filled(path).replace('/api/v1', ''), { json });
      if (status >= 400) failures[`${method.toUpperCase()} ${path}`] = status;
    }
    expect(failures).toEqual(SECRETS);
  });
});
