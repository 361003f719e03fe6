import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { apiDescription } from './describe-api.js';
import { isRecord } from '../testing/description.js';
import { routesOf } from '../http/routes.js';
import { expressRoutesOf } from '../testing/routes.js';
import { STRIPE_SETTINGS, stripeEvent } from '../testing/stripe-event.js';
import { TestApi } from '../testing/test-api.js';
import { PLAN } from '../testing/plan.js';

/** Pages for people and the description itself. */
const NOT_DESCRIBED = /^GET \/(set-password$|docs|openapi\.json$)/;

const LIVE_AGENT = { first_name: 'Ada', last_name: 'Lovelace', password: 'Correct-Horse-7' };

/** What anybody may call, but for pages of other origins. */
const OWN_PAGES_ONLY = new Set(['GET /logout', 'POST /api/v1/auth/login', 'POST /api/v1/agents/reset-password']);

describe('the API description', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start({ settings: STRIPE_SETTINGS });
  });

  afterAll(async () => {
    await api.close();
  });

  it('is kept by a real success of every operation', async () => {
    const { admin, root, description } = api;
    const team = await api.team();
    const role = await api.role('tags:manage');
    const { agent, client } = await api.withKey(await api.agent({ teams: [team.name], send_welcome_email: true }));
    const token = await api.passwordToken(agent.id);
    const apiKey = (await admin.post(`/agents/${agent.id}/api-keys`, { name: 'export' })).one('IssuedApiKeyDto');
    const robot = { first_name: 'Export', role: role.name };
    const service = (await admin.post('/service-accounts', robot)).one('AgentDto');
    const answers = [
      await root.get('/health'),
      await root.get('/health/ready'),
      await client.get('/agents/me'),
      await client.get('/agents/me/teams'),
      await client.put('/agents/me/availability', { status: 'online' }),
      await api.anonymous.post('/agents/reset-password', { email: agent.email }),
      await api.anonymous.post('/agents/set-password', { token, password: 'Correct-Horse-7' }),
      await api.anonymous.post('/auth/login', { email: agent.email, password: 'Correct-Horse-7' }),
      await client.get('/auth/sessions'),
      await client.delete('/auth/sessions'),
      await admin.get('/agents'),
      await admin.get('/agents?page=1'),
      await admin.get('/agents?limit=1'),
      await admin.get('/agents/compact'),
      await admin.get('/agents/compact?page=1'),
      await admin.get('/agents/compact?limit=1'),
      await admin.get(`/agents/${agent.id}`),
      await admin.put(`/agents/${agent.id}`, { ...agent, teams: [], role: role.name }),
      await admin.get(`/agents/${agent.id}/mails`),
      await admin.post(`/agents/${agent.id}/welcome-email`),
      await admin.get(`/agents/${agent.id}/api-keys`),
      await admin.get(`/agents/${agent.id}/api-keys/${apiKey.id}`),
      await admin.post(`/agents/${agent.id}/api-keys/${apiKey.id}/rotate`, { overlap_seconds: 1 }),
      await admin.delete(`/agents/${agent.id}/api-keys/${apiKey.id}`),
      await admin.delete(`/agents/${agent.id}/api-key`),
      await admin.delete(`/agents/${agent.id}`),
      await admin.get('/service-accounts'),
      await admin.get('/service-accounts?page=1'),
      await admin.get('/service-accounts?limit=1'),
      await admin.put(`/service-accounts/${service.id}`, robot),
      await admin.get('/teams'),
      await admin.get('/teams/compact'),
      await admin.get(`/teams/${team.id}`),
      await admin.put(`/teams/${team.id}`, { name: team.name }),
      await admin.delete(`/teams/${team.id}`),
      await admin.get('/roles'),
      await admin.get(`/roles/${role.id}`),
      await admin.put(`/roles/${role.id}`, { name: role.name, permissions: [] }),
      await admin.delete(`/roles/${role.id}`),
      await admin.get('/user'),
      await admin.get('/user/get_agent_list'),
      await admin.get('/agency'),
      await admin.get('/activity-logs'),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect((await root.get('/logout')).status).toBe(302);
    const [session] = await api.rows(
      `INSERT INTO sessions (agent_id, token_hash, csrf_hash, created_at, last_seen_at)
       SELECT id, 'token', 'csrf', now(), now() FROM agents WHERE is_system RETURNING id`,
    );
    await admin.delete(`/auth/sessions/${String(session?.id)}`);
    const user = await admin.post('/user/create_live_agent', { ...LIVE_AGENT, email: 'live@example.com' });
    await admin.put(`/user/${user.one('UserDto').id}`, { state: 'DC' });
    const { id: agency } = (await admin.get('/agency')).one('AgencyDto');
    const plan = (
      await admin.post(`/agency/billing/${agency}/billing_plan`, { ...PLAN, credits: { messages: 1 } })
    ).one('BillingPlanDto');
    await admin.get(`/agency/billing/${agency}/billing_plan/list`);
    await admin.get(`/agency/billing/${plan.id}`);
    await admin.put(`/agency/billing/${plan.id}`, { name: 'Renamed' });
    await admin.get('/user/credits');
    const subaccount = `agency_id=${agency}&subaccount_user_id=${user.one('UserDto').id}`;
    for (const change of [
      `change_billing_plan?${subaccount}&new_billing_plan_id=${plan.id}`,
      `refresh_billing_cycle?${subaccount}&next_billing_cycle_in_months=1`,
    ]) {
      await admin.post(`/agency/billing/subaccount/${change}`);
      await admin.get(`/agency/billing/subaccount/${change}`);
    }
    const used = { credit: 'messages', amount: 1, key: 'conversation-1' };
    await admin.post(`/user/${user.one('UserDto').id}/credits/use`, used);
    await root.send('POST', `/api/v1/agency/webhook/stripe/${agency}`, stripeEvent('evt_1'));
    expect([...description.succeeded].toSorted()).toEqual(description.operations.toSorted());
  });

  it('leaves out no route, and describes none that is not there', () => {
    const described = api.description.operations.toSorted();
    const titles = (routes: readonly { method: string; path: string }[]) =>
      routes
        .map(({ method, path }) => `${method} ${path}`)
        .filter((title) => !NOT_DESCRIBED.test(title))
        .toSorted();
    expect(titles(expressRoutesOf(api.app))).toEqual(described);
    expect(titles(routesOf(api.app))).toEqual(described);
  });

  it('says of every operation what it does, who may call it and how it fails', () => {
    const access = new Map(routesOf(api.app).map(({ title, access: stated }) => [title, stated]));
    for (const [path, item] of Object.entries(apiDescription(api.app).paths))
      for (const [method, operation] of Object.entries<unknown>({ ...item })) {
        const { summary, security, responses } = isRecord(operation) ? operation : {};
        const title = `${method.toUpperCase()} ${path}`;
        const open = access.get(title) === 'public';
        const statuses = Object.keys(isRecord(responses) ? responses : {});
        expect({ title, summary, security }).toEqual({
          title,
          summary: expect.stringMatching(/\w/),
          security: open
            ? undefined
            : ['basic', 'token', 'header-key', 'bearer', 'query-key', 'session'].map((scheme) => ({ [scheme]: [] })),
        });
        expect({ title, statuses }).toEqual({
          title,
          statuses: expect.arrayContaining([expect.stringMatching(/^(20[01]|302)$/), 'default']),
        });
        expect({ title, told: statuses.includes('401') }).toEqual({
          title,
          told: !open || title === 'POST /api/v1/auth/login',
        });
        expect({ title, told: statuses.includes('403') }).toEqual({
          title,
          // Of a change, a session without its token is told so, and a page of another origin.
          told: open ? OWN_PAGES_ONLY.has(title) : typeof access.get(title) === 'object' || method !== 'get',
        });
      }
  });

  it('is served as it is, as JSON and as a page that loads nothing from elsewhere', async () => {
    const json = await fetch(`${api.url}/openapi.json`);
    expect(await json.json()).toEqual(JSON.parse(JSON.stringify(apiDescription(api.app))));
    const page = await fetch(`${api.url}/docs`);
    const html = await page.text();
    expect(page.headers.get('content-type')).toContain('text/html');
    const references = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, reference]) => reference ?? '');
    expect(references.length).toBeGreaterThan(2);
    for (const reference of references) {
      const { origin, href } = new URL(reference, page.url);
      expect(origin).toBe(api.url);
      expect((await fetch(href)).status).toBe(200);
    }
  });
});
