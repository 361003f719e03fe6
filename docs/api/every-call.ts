/**
 * Every call of Rollcall's API by a client that is generated from its description:
 *
 *     npx openapi-typescript docs/api/openapi.json --output api.d.ts
 *
 * A test generates `api.d.ts` anew, compiles this file against it with `tsc --strict` and runs it against an api.
 */
import createClient, { type Middleware } from 'openapi-fetch';
import { generate } from 'otplib';

import type { components, paths } from './api.js';

type Schemas = components['schemas'];

/** What the calls need from outside. */
export interface Setting {
  /** The origin of the api, without a slash at the end. */
  readonly baseUrl: string;
  /** Of an agent that may do everything. */
  readonly apiKey: string;
  readonly apiSecret: string;
  /** Of an agent that sets a password with the token of a mailed link. */
  readonly email: string;
  readonly token: string;
  /** Of the link that the first start prints. */
  readonly loginToken: string;
  /** An identity provider, and a logout token of its that names nobody who is in. */
  readonly issuer: string;
  readonly logoutToken: string;
  /** An event of Stripe's, as it stands in the body, and the header that signs it. */
  readonly event: string;
  readonly signature: string;
  /** The id of a job that failed for good. */
  readonly failedJob: string;
}

const PASSWORD = 'Correct-Horse-7';

/** Makes each call once, with success. `onResponse` sees every response. @throws Error when one fails */
export async function everyCall(setting: Setting, onResponse: NonNullable<Middleware['onResponse']>): Promise<void> {
  const { baseUrl, apiKey, apiSecret } = setting;
  const credentials = Buffer.from(`${apiKey}:${apiSecret}`).toString('base64');
  const admin = createClient<paths>({ baseUrl, headers: { Authorization: `Basic ${credentials}` } });
  const anybody = createClient<paths>({ baseUrl });
  for (const client of [admin, anybody]) client.use({ onResponse });

  await health(anybody);
  const team = await teams(admin);
  const role = await roles(admin);
  await agents(admin, team, role);
  await imports(admin);
  await bulkChanges(admin, team);
  await avatars(admin);
  await serviceAccounts(admin, role);
  await session(admin, anybody, setting);
  await signIn(admin, anybody, setting);
  await billing(admin, anybody, setting);
  await provisioning(admin);
  await webhooks(admin);
  await jobs(admin, setting.failedJob);
  done(await admin.DELETE('/api/v1/teams/{id}', { params: { path: { id: team.id } } }));
  done(await admin.DELETE('/api/v1/roles/{id}', { params: { path: { id: role.id } } }));
  done(await admin.GET('/api/v1/events', { params: { query: { limit: 10 } } }));
  done(await admin.GET('/api/v1/activity-logs/chain'));
  const log = done(await admin.GET('/api/v1/activity-logs', { params: { query: { order: 'asc', page_size: 5 } } }));
  const types: Schemas['ActivityEntryDto']['activity_type'][] = log.data.results.map((entry) => entry.activity_type);
  console.assert(types.length === 5);
}

type Client = ReturnType<typeof createClient<paths>>;

/** What a call answers with success. @throws Error with what it answers otherwise */
function done<T>({ data, error, response }: { data?: T; error?: unknown; response: Response }): T {
  if (data === undefined) throw new Error(`${response.url} answers ${response.status}: ${JSON.stringify(error)}`);
  return data;
}

/** What is done without an answer. */
function gone({ error, response }: { error?: unknown; response: Response }): void {
  if (response.status !== 204) throw new Error(`${response.url} answers ${response.status}: ${JSON.stringify(error)}`);
}

async function health(anybody: Client): Promise<void> {
  done(await anybody.GET('/health'));
  done(await anybody.GET('/health/ready'));
}

async function signIn(admin: Client, anybody: Client, { issuer, logoutToken }: Setting): Promise<void> {
  const body: Schemas['OidcProviderBody'] = {
    name: 'Okta',
    provider: 'Custom',
    provider_url: issuer,
    client_id: 'rollcall',
    client_secret: 'the-secret-of-the-client',
    email_domains: ['example.com'],
  };
  const { data: provider } = done(await admin.POST('/api/v1/oidc', { body }));
  const params = { path: { id: provider.id } };
  done(await admin.GET('/api/v1/oidc'));
  done(await admin.GET('/api/v1/oidc/{id}', { params }));
  const { data: ways } = done(await anybody.GET('/api/v1/auth/sign-in-ways'));
  console.assert(ways.providers.length === 1);
  const there = await anybody.GET('/api/v1/oidc/{id}/login', { params, redirect: 'manual' });
  console.assert(there.response.headers.get('Location')?.startsWith(issuer));
  const back = await anybody.GET('/api/v1/oidc/{id}/finish', { params, redirect: 'manual' });
  console.assert(back.response.headers.get('Location') === '/console/sign-in?failed=attempt_unknown');
  const logout = { logout_token: logoutToken };
  done(await anybody.POST('/api/v1/oidc/{id}/backchannel-logout', { params, body: logout }));
  done(await admin.PUT('/api/v1/oidc/{id}', { params, body: { ...body, enabled: false } }));
  done(await admin.DELETE('/api/v1/oidc/{id}', { params }));
}

async function webhooks(admin: Client): Promise<void> {
  const body: Schemas['WebhookBody'] = {
    name: 'Directory sync',
    url: 'https://example.com/hooks',
    events: ['agent.created', 'agent.deleted'],
    headers: ['X-Libredesk-Signature'],
  };
  const { data: webhook } = done(await admin.POST('/api/v1/webhooks', { body }));
  const params = { path: { id: webhook.id } };
  done(await admin.GET('/api/v1/webhooks'));
  done(await admin.GET('/api/v1/webhooks/compact'));
  done(await admin.GET('/api/v1/webhooks/{id}', { params }));
  done(await admin.PUT('/api/v1/webhooks/{id}', { params, body }));
  done(await admin.POST('/api/v1/webhooks/{id}/rotate', { params, body: { overlap_seconds: 3_600 } }));
  done(await admin.POST('/api/v1/webhooks/{id}/test', { params }));
  done(await admin.GET('/api/v1/webhooks/{id}/deliveries', { params: { ...params, query: { limit: 10 } } }));
  done(await admin.POST('/api/v1/webhooks/{id}/redeliver', { params, body: { failed: true } }));
  done(await admin.PUT('/api/v1/webhooks/{id}/toggle', { params }));
  done(await admin.DELETE('/api/v1/webhooks/{id}', { params }));
}

async function jobs(admin: Client, id: string): Promise<void> {
  done(await admin.GET('/api/v1/overview'));
  done(await admin.GET('/api/v1/jobs', { params: { query: { state: 'failed', limit: 10 } } }));
  done(await admin.POST('/api/v1/jobs/{id}/retry', { params: { path: { id } } }));
  done(await admin.POST('/api/v1/jobs/retry'));
}

async function teams(admin: Client): Promise<Schemas['TeamDto']> {
  const { data: team } = done(await admin.POST('/api/v1/teams', { body: { name: 'Support', emoji: '🛠️' } }));
  const params = { path: { id: team.id } };
  done(await admin.PUT('/api/v1/teams/{id}', { params, body: { name: team.name, timezone: 'Europe/Berlin' } }));
  done(await admin.GET('/api/v1/teams'));
  done(await admin.GET('/api/v1/teams/compact'));
  return done(await admin.GET('/api/v1/teams/{id}', { params })).data;
}

async function roles(admin: Client): Promise<Schemas['RoleDto']> {
  const body: Schemas['RoleBody'] = { name: 'Supervisor', permissions: ['tags:manage'] };
  const { data: role } = done(await admin.POST('/api/v1/roles', { body }));
  const params = { path: { id: role.id } };
  done(await admin.PUT('/api/v1/roles/{id}', { params, body: { ...body, description: 'Looks after a team' } }));
  const neededFrom = { needed_from: '2099-01-31T00:00:00Z' };
  done(await admin.PUT('/api/v1/roles/{id}/second-factor', { params, body: neededFrom }));
  done(await admin.GET('/api/v1/roles/{id}/second-factor', { params }));
  done(await admin.GET('/api/v1/roles'));
  return done(await admin.GET('/api/v1/roles/{id}', { params })).data;
}

async function agents(admin: Client, team: Schemas['TeamDto'], role: Schemas['RoleDto']): Promise<void> {
  const body: Schemas['CreateAgentBody'] = { first_name: 'Ada', email: 'ada@example.com', role: role.name };
  const { data: agent } = done(await admin.POST('/api/v1/agents', { body: { ...body, teams: [team.name] } }));
  const params = { path: { id: agent.id } };
  done(await admin.PUT('/api/v1/agents/{id}', { params, body: { ...body, last_name: 'Lovelace' } }));
  done(await admin.GET('/api/v1/agents/{id}', { params }));

  // One list in three forms, each of a type of its own.
  const { data: all } = done(await admin.GET('/api/v1/agents', { params: { query: { team: team.name } } }));
  const { data: page } = done(
    await admin.GET('/api/v1/agents/page', { params: { query: { page: 1, page_size: 10 } } }),
  );
  const { data: slice } = done(await admin.GET('/api/v1/agents/slice', { params: { query: { limit: 10 } } }));
  const lists: Schemas['CompactAgentDto'][][] = [all, page.results, slice.results];
  console.assert(lists.every((list) => list.some(({ id }) => id === agent.id)));
  done(await admin.GET('/api/v1/agents/compact'));
  done(await admin.GET('/api/v1/agents/compact/page'));
  done(await admin.GET('/api/v1/agents/compact/slice'));
  const changes: ReadableStream | null = done(await admin.GET('/api/v1/agents/stream', { parseAs: 'stream' }));
  await changes?.cancel();

  done(await admin.PUT('/api/v1/agents/{id}/workload', { params, body: { assigned_conversations: 1 } }));
  done(await admin.GET('/api/v1/teams/{id}/assignable', { params: { path: { id: team.id } } }));
  done(await admin.GET('/api/v1/agents/{id}/billing', { params }));
  done(await admin.GET('/api/v1/agents/{id}/credit-entries', { params }));
  done(await admin.GET('/api/v1/billing-accounts', { params: { query: { limit: 10 } } }));
  done(await admin.GET('/api/v1/agents/{id}/mails', { params }));
  done(await admin.POST('/api/v1/agents/{id}/welcome-email', { params }));
  await apiKeys(admin, agent.id);
  done(await admin.DELETE('/api/v1/agents/{id}', { params }));
}

async function imports(admin: Client): Promise<void> {
  const csv = 'first_name,last_name,email,roles,teams\nAlan,Turing,alan@example.com,Agent,\n';
  const file = {
    body: { file: csv },
    bodySerializer: ({ file }: { file: string }) => {
      const form = new FormData();
      form.set('file', new Blob([file], { type: 'text/csv' }), 'agents.csv');
      return form;
    },
  };
  const { data: begun } = done(
    await admin.POST('/api/v1/agents/imports', { ...file, params: { query: { dry_run: true } } }),
  );
  const params = { path: { id: begun.id } };
  const { data: cancelled } = done(await admin.DELETE('/api/v1/agents/imports/{id}', { params }));
  console.assert(cancelled.status === 'cancelled');
  done(await admin.GET('/api/v1/agents/imports/{id}', { params }));
  done(await admin.GET('/api/v1/agents/imports/{id}/rows', { params: { ...params, query: { status: 'pending' } } }));
  done(await admin.GET('/api/v1/agents/imports/{id}/failed.csv', { params, parseAs: 'text' }));
  done(await admin.GET('/api/v1/agents/imports/{id}/events', { params, parseAs: 'text' }));
  done(await admin.GET('/api/v1/agents/imports'));
  done(await admin.GET('/api/v1/agents/export.csv', { parseAs: 'text' }));
  done(await admin.POST('/api/v1/agents/import', file));
  done(await admin.GET('/api/v1/agents/import/status'));
}

async function bulkChanges(admin: Client, team: { readonly name: string }): Promise<void> {
  const { data: begun } = done(
    await admin.POST('/api/v1/agents/bulk', {
      body: { ids: [1], change: { teams_add: [team.name] } },
    }),
  );
  const params = { path: { id: begun.id } };
  const { data: cancelled } = done(await admin.DELETE('/api/v1/agents/bulk/{id}', { params }));
  console.assert(cancelled.status === 'cancelled');
  done(await admin.GET('/api/v1/agents/bulk/{id}', { params }));
  done(await admin.GET('/api/v1/agents/bulk/{id}/results', { params: { ...params, query: { status: 'pending' } } }));
  done(await admin.GET('/api/v1/agents/bulk/{id}/events', { params, parseAs: 'text' }));
  done(await admin.GET('/api/v1/agents/bulk'));
}

async function avatars(admin: Client): Promise<void> {
  // One transparent pixel.
  const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
  const image = {
    body: { files: '' },
    bodySerializer: () => {
      const form = new FormData();
      form.set('files', new Blob([gif], { type: 'image/gif' }), 'ada.gif');
      return form;
    },
  };
  const { data: own } = done(await admin.PUT('/api/v1/agents/me', image));
  const params = { path: { name: own.avatar_url?.split('/').at(-1) ?? '' } };
  done(await admin.GET('/uploads/{name}', { params, parseAs: 'text' }));
  done(await admin.DELETE('/api/v1/agents/me/avatar'));
  const agent = { params: { path: { id: own.id } } };
  done(await admin.PUT('/api/v1/agents/{id}/avatar', { ...image, ...agent }));
  done(await admin.DELETE('/api/v1/agents/{id}/avatar', agent));
}

async function apiKeys(admin: Client, id: number): Promise<void> {
  done(await admin.POST('/api/v1/agents/{id}/api-key', { params: { path: { id } } }));
  done(await admin.DELETE('/api/v1/agents/{id}/api-key', { params: { path: { id } } }));
  const body: Schemas['CreateApiKeyBody'] = { name: 'nightly export', scopes: ['tags:manage'] };
  const { data: key } = done(await admin.POST('/api/v1/agents/{id}/api-keys', { params: { path: { id } }, body }));
  const params = { path: { id, key_id: key.id } };
  done(await admin.GET('/api/v1/agents/{id}/api-keys', { params }));
  done(await admin.GET('/api/v1/agents/{id}/api-keys/{key_id}', { params }));
  done(await admin.POST('/api/v1/agents/{id}/api-keys/{key_id}/rotate', { params, body: { overlap_seconds: 60 } }));
  done(await admin.DELETE('/api/v1/agents/{id}/api-keys/{key_id}', { params }));
}

async function serviceAccounts(admin: Client, role: Schemas['RoleDto']): Promise<void> {
  const body: Schemas['ServiceAccountBody'] = { first_name: 'Nightly export', roles: [role.name] };
  const { data: account } = done(await admin.POST('/api/v1/service-accounts', { body }));
  const params = { path: { id: account.id } };
  done(await admin.PUT('/api/v1/service-accounts/{id}', { params, body: { ...body, enabled: false } }));
  done(await admin.GET('/api/v1/service-accounts'));
  done(await admin.GET('/api/v1/service-accounts/page'));
  done(await admin.GET('/api/v1/service-accounts/slice'));
}

/** What an agent does for itself. */
async function session(admin: Client, anybody: Client, setting: Setting): Promise<void> {
  const { email, token, loginToken } = setting;
  done(await anybody.POST('/api/v1/agents/reset-password', { body: { email } }));
  done(await anybody.POST('/api/v1/agents/set-password', { body: { token, password: PASSWORD } }));
  const login = await anybody.POST('/api/v1/auth/login', { body: { email, password: PASSWORD } });
  const { id } = done(login).data;
  const cookies = login.response.headers.getSetCookie().map((cookie) => cookie.split(';', 1).join());
  const csrf = cookies.find((cookie) => cookie.startsWith('csrf_token='))?.split('=', 2)[1];
  const headers = { Cookie: cookies.join('; '), 'X-CSRFTOKEN': csrf };

  done(await anybody.GET('/api/v1/agents/me', { headers }));
  done(await anybody.GET('/api/v1/agents/me/teams', { headers }));
  done(await anybody.PUT('/api/v1/agents/me/availability', { headers, body: { status: 'away_manual' } }));
  const passwords = { current_password: PASSWORD, new_password: `${PASSWORD}8` };
  done(await anybody.PUT('/api/v1/agents/me/password', { headers, body: passwords }));
  await secondFactors(admin, anybody, setting, headers, id);
  done(await anybody.DELETE('/api/v1/auth/sessions', { headers }));
  const { data: sessions } = done(await anybody.GET('/api/v1/auth/sessions', { headers }));
  for (const { id: sessionId } of sessions)
    done(await anybody.DELETE('/api/v1/auth/sessions/{id}', { headers, params: { path: { id: sessionId } } }));
  done(await anybody.POST('/api/v1/auth/login', { body: { email, password: `${PASSWORD}8` } }));
  const theirs = { params: { path: { id } } };
  const [begun] = done(await admin.GET('/api/v1/agents/{id}/sessions', theirs)).data;
  const path = { id, sessionId: begun?.id ?? 0 };
  done(await admin.DELETE('/api/v1/agents/{id}/sessions/{sessionId}', { params: { path } }));
  done(await admin.DELETE('/api/v1/agents/{id}/sessions', theirs));
  done(await anybody.POST('/api/v1/auth/login-link', { body: { token: loginToken } }));
  const { response } = await anybody.GET('/logout', { redirect: 'manual' });
  console.assert(response.status === 302);
  done(await admin.DELETE('/api/v1/agents/{id}', { params: { path: { id } } }));
}

/** An app as the second factor of an agent, which has the password `PASSWORD8` and is in with these headers. */
async function secondFactors(
  admin: Client,
  anybody: Client,
  { baseUrl, email }: Setting,
  headers: { readonly Cookie: string; readonly 'X-CSRFTOKEN': string | undefined },
  agentId: number,
): Promise<void> {
  const begun = done(await anybody.POST('/api/v1/agents/me/second-factors/totp', { headers, body: { name: 'Phone' } }));
  const { id, secret } = begun.data;
  const params = { path: { id } };
  const body = { code: await generate({ secret }) };
  done(await anybody.POST('/api/v1/agents/me/second-factors/{id}/confirm', { headers, params, body }));
  done(await anybody.PUT('/api/v1/agents/me/second-factors/{id}', { headers, params, body: { name: 'Tablet' } }));
  done(await anybody.GET('/api/v1/agents/me/second-factors', { headers }));
  const { data: renewed } = done(await anybody.POST('/api/v1/agents/me/recovery-codes', { headers }));
  const [first = '', second = ''] = renewed.recovery_codes;
  done(await anybody.POST('/api/v1/auth/step-up', { headers, body: { code: first } }));

  // The right password alone is answered 401 with the field `code`, and a cookie for the next call.
  const login = await fetch(`${baseUrl}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password: `${PASSWORD}8` }),
  });
  console.assert(login.status === 401);
  const Cookie = login.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1).join())
    .join('; ');
  done(await anybody.POST('/api/v1/auth/second-factor', { headers: { Cookie }, body: { code: second } }));

  const theirs = { params: { path: { id: agentId } } };
  done(await admin.GET('/api/v1/agents/{id}/second-factors', theirs));
  done(await anybody.DELETE('/api/v1/agents/me/second-factors/{id}', { headers, params }));
  done(await admin.DELETE('/api/v1/agents/{id}/second-factors', theirs));
}

/** The window of an Insighto server's clients. */
async function billing(admin: Client, anybody: Client, { event, signature }: Setting): Promise<void> {
  const { data: agency } = done(await admin.GET('/api/v1/agency'));
  const ofAgency = { path: { agency_id: agency.id } };
  const body: Schemas['BillingPlanBody'] = {
    name: 'Starter',
    description: 'For small teams',
    bots_count: 1,
    queries_count: 1000,
    words_count: 0,
    voice_seconds: 600,
    premium_support: false,
    credits: { messages: 1000 },
  };
  const { data: plan } = done(
    await admin.POST('/api/v1/agency/billing/{agency_id}/billing_plan', { params: ofAgency, body }),
  );
  const ofPlan = { path: { billing_plan_id: plan.id } };
  done(await admin.PUT('/api/v1/agency/billing/{billing_plan_id}', { params: ofPlan, body: { name: 'Renamed' } }));
  done(await admin.GET('/api/v1/agency/billing/{billing_plan_id}', { params: ofPlan }));
  done(await admin.GET('/api/v1/agency/billing/{agency_id}/billing_plan/list', { params: ofAgency }));

  const person = { first_name: 'Grace', last_name: 'Hopper', email: 'grace@example.com', password: PASSWORD };
  const { data: user } = done(await admin.POST('/api/v1/user/create_live_agent', { body: person }));
  const ofUser = { path: { user_id: user.id } };
  done(await admin.PUT('/api/v1/user/{user_id}', { params: ofUser, body: { state: 'DC', phone: null } }));
  done(await admin.GET('/api/v1/user'));
  done(await admin.GET('/api/v1/user/get_agent_list', { params: { query: { size: 10 } } }));

  const whose = { agency_id: agency.id, subaccount_user_id: user.id };
  const change = { params: { query: { ...whose, new_billing_plan_id: plan.id } } };
  done(await admin.POST('/api/v1/agency/billing/subaccount/change_billing_plan', change));
  done(await admin.GET('/api/v1/agency/billing/subaccount/change_billing_plan', change));
  const refresh = { params: { query: { ...whose, next_billing_cycle_in_months: 1 } } };
  done(await admin.POST('/api/v1/agency/billing/subaccount/refresh_billing_cycle', refresh));
  done(await admin.GET('/api/v1/agency/billing/subaccount/refresh_billing_cycle', refresh));

  const used = { credit: 'messages', amount: 1, key: 'conversation-1' };
  done(await admin.POST('/api/v1/user/{user_id}/credits/use', { params: ofUser, body: used }));
  done(await admin.GET('/api/v1/user/credits'));
  done(
    await anybody.POST('/api/v1/agency/webhook/stripe/{agency_id}', {
      params: { ...ofAgency, header: { 'Stripe-Signature': signature } },
      body: JSON.parse(event),
      bodySerializer: () => event,
    }),
  );
}

/** The window of identity providers. */
async function provisioning(admin: Client): Promise<void> {
  done(await admin.GET('/scim/v2/ServiceProviderConfig'));
  done(await admin.GET('/scim/v2/ResourceTypes'));
  done(await admin.GET('/scim/v2/ResourceTypes/{id}', { params: { path: { id: 'User' } } }));
  done(await admin.GET('/scim/v2/Schemas'));
  const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';
  done(await admin.GET('/scim/v2/Schemas/{id}', { params: { path: { id: userSchema } } }));
  const user = { schemas: [userSchema], userName: 'hedy@example.com', active: true };
  const { id = '' } = done(await admin.POST('/scim/v2/Users', { body: user }));
  const ofUser = { path: { id } };
  done(
    await admin.GET('/scim/v2/Users', { params: { query: { filter: 'userName eq "hedy@example.com"', count: 1 } } }),
  );
  done(await admin.GET('/scim/v2/Users/{id}', { params: ofUser }));
  done(await admin.PUT('/scim/v2/Users/{id}', { params: ofUser, body: { ...user, displayName: 'Hedy' } }));
  const deactivate = { Operations: [{ op: 'replace', path: 'active', value: false }] };
  done(await admin.PATCH('/scim/v2/Users/{id}', { params: ofUser, body: deactivate }));
  const group = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName: 'Inventors' };
  const { id: groupId = '' } = done(await admin.POST('/scim/v2/Groups', { body: group }));
  const ofGroup = { path: { id: groupId } };
  done(await admin.GET('/scim/v2/Groups', { params: { query: { excludedAttributes: 'members' } } }));
  done(await admin.GET('/scim/v2/Groups/{id}', { params: ofGroup }));
  done(await admin.PUT('/scim/v2/Groups/{id}', { params: ofGroup, body: { ...group, members: [{ value: id }] } }));
  const ofTeam = { path: { id: Number(groupId) } };
  done(await admin.PUT('/api/v1/provisioning/group-roles/{id}', { params: ofTeam, body: { roles: ['Agent'] } }));
  done(await admin.GET('/api/v1/provisioning/group-roles'));
  done(await admin.GET('/api/v1/provisioning/requests', { params: { query: { failed: true, limit: 10 } } }));
  const leave = { Operations: [{ op: 'remove', path: `members[value eq "${id}"]` }] };
  gone(await admin.PATCH('/scim/v2/Groups/{id}', { params: ofGroup, body: leave }));
  gone(await admin.DELETE('/scim/v2/Groups/{id}', { params: ofGroup }));
  gone(await admin.DELETE('/scim/v2/Users/{id}', { params: ofUser }));
}
