import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { PLANNED_FOR_VALUES } from '@rollcall/database';
import { DataSource } from 'typeorm';

import { ADMIN, basic, TestApi } from './testing/test-api.js';

const AGENTS = 100_000;
const BIG = new Set(['agents', 'agent_roles', 'team_members', 'activity_log', 'api_keys', 'mails', 'billing_accounts']);
/** More rows than this, and a plan grows with the table. */
const FEW = AGENTS / 10;

/** What few are on and what many are. */
const PLANS = { few: '01900000-0000-7000-8000-000000000001', many: '01900000-0000-7000-8000-000000000002' };

/** One statement each: agents and service accounts, what few and what many have, and an entry for each agent. */
const DIRECTORY = [
  // Without a look at foreign keys, and with the words of all at once, it takes seconds.
  'SET LOCAL session_replication_role = replica',
  'DROP INDEX agents_search, activity_log_search',
  `INSERT INTO agents (uuid, created_at, updated_at, first_name, last_name, email, email_key, enabled,
     availability_status, is_service)
   SELECT gen_random_uuid(), now(), now() - i * interval '1 second', 'First' || i, md5(i::text),
     CASE WHEN i % 20 > 0 THEN 'agent' || i || '@example.com' END, CASE WHEN i % 20 > 0 THEN 'agent' || i || '@example.com' END,
     i < ${AGENTS - 100}, CASE WHEN i < ${AGENTS - 100} THEN 'offline' ELSE 'away' END, i % 20 = 0
   FROM generate_series(1, ${AGENTS}) AS i`,
  `INSERT INTO roles (uuid, created_at, updated_at, name, name_key, description, permissions)
   VALUES (gen_random_uuid(), now(), now(), 'Few', 'few', '', '{}')`,
  `INSERT INTO teams (created_at, updated_at, name, name_key, conversation_assignment_type, max_auto_assigned_conversations)
   SELECT now(), now(), initcap(name), name, 'Manual', 0 FROM unnest('{few,many}'::text[]) AS name`,
  `INSERT INTO agent_roles SELECT a.id, r.id FROM agents a JOIN roles r ON r.name = 'Agent' OR r.name = 'Few' AND NOT a.enabled
   WHERE a.email LIKE 'agent%'`,
  `INSERT INTO team_members SELECT a.id, t.id FROM agents a JOIN teams t ON t.name = 'Many' OR NOT a.enabled
   WHERE a.email LIKE 'agent%'`,
  `INSERT INTO billing_plans (id, created_at, updated_at, name, description, bots_count, queries_count, words_count, voice_seconds,
     premium_support, default_plan, remove_branding, advanced_intents, auto_intents, credits, attributes)
   SELECT id::uuid, now(), now(), id, '', 0, 0, 0, 0, false, false, false, false, false, '{}', '{}'
   FROM unnest('{${PLANS.few},${PLANS.many}}'::text[]) AS id`,
  `INSERT INTO billing_accounts (agent_id, active_billing_plan_id, stripe_subscription_status, stripe_problem)
   SELECT id, CASE WHEN enabled THEN '${PLANS.many}' ELSE '${PLANS.few}' END::uuid,
     CASE WHEN enabled THEN 'active' ELSE 'past_due' END, CASE WHEN NOT enabled THEN 'No price' END
   FROM agents ON CONFLICT DO NOTHING`,
  `INSERT INTO activity_log (created_at, activity_type, activity_description, actor_id, target_model_type, target_model_id,
     ip, chain_position, chain_hash, sealed_at)
   SELECT updated_at, CASE WHEN id % 1000 = 0 THEN 'agent_deleted' ELSE 'agent_created' END, 'created Agent' || id || '@example.com',
     CASE WHEN id % 3 > 0 THEN id END, 'agent', id, CASE WHEN id % 2 > 0 THEN '192.0.2.' || id % 1000 END,
     CASE WHEN id > 10 THEN id + 100 END, CASE WHEN id > 10 THEN ''::bytea END, CASE WHEN id > 10 THEN now() END FROM agents`,
  `INSERT INTO api_keys (agent_id, created_at, kind, name, key, secret_hash)
   SELECT id, now(), 'pair', 'default', 'key' || id, '' FROM agents WHERE NOT is_system`,
  `INSERT INTO provisioned_agents (agent_id, user_name, user_name_key, attributes, updated_at)
   SELECT id, email, email_key, jsonb_build_object('emails', jsonb_build_array(jsonb_build_object('type', 'work', 'sent', email),
     jsonb_build_object('type', 'home', 'value', 'Home' || id || '@example.com'))), now()
   FROM agents WHERE email LIKE 'agent%7@%'`,
  `INSERT INTO agent_external_ids SELECT 1, agent_id, agent_id FROM provisioned_agents`,
  `INSERT INTO mails (created_at, agent_id, recipient, template, status)
   SELECT now() - id * interval '5 minutes', id, email, 'welcome', 'sent' FROM agents WHERE email IS NOT NULL`,
];

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Plan Rows': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly Plan[];
}

interface Sent {
  readonly query: string;
  readonly values: readonly unknown[];
}

const LAST_DAY = new Date(Date.now() - AGENTS * 1_000).toISOString();
const condition = (field: string, operator: string, value: string) =>
  `filters=${encodeURIComponent(JSON.stringify([{ model: 'activity_logs', field, operator, value }]))}`;

/** Filters that few, many or none pass; a new list or filter is one line. */
const AGENT_FILTERS = [
  '',
  'search=FIRST99',
  'search=agent4321%40exam',
  'search=first',
  'search=nobody is called so',
  'search=a',
  'enabled=false',
  'enabled=true',
  'availability_status=away',
  'availability_status=offline',
  'availability_status=online',
  'email=agent77%40example.com',
  'role=few',
  'role=agent',
  'role=nobody',
  'team=Few',
  'team=Many',
  'team=nowhere',
  'team=Few&enabled=false&availability_status=away&search=first',
];
const ACTIVITY_FILTERS = [
  '',
  'order=asc',
  ...['activity_type', 'actor_id', 'ip'].flatMap((by) => [`order_by=${by}&order=asc`, `order_by=${by}&order=desc`]),
  'search=agent4321%40EXAM',
  'search=created',
  'search=nobody is called so',
  'search=agent4321%40&activity_type=agent_created&order=asc',
  'search=agent4321%40&order_by=actor_id',
  'activity_type=agent_deleted',
  'activity_type=agent_created',
  'activity_type=role_deleted',
  'actor_id=4321',
  'actor_id=4321&activity_type=agent_created&order=asc',
  'target_model_type=user',
  'target_model_type=team',
  'target_model_type=user&target_model_id=4321',
  'target_model_id=4321',
  'target_model_uuid=00000000-0000-4000-8000-000000000000',
  `created_to=${LAST_DAY}`,
  `created_from=${LAST_DAY}&activity_type=agent_deleted`,
  condition('activity_type', 'equals', 'agent_deleted'),
  condition('actor_id', 'in', '["4321"]'),
  condition('ip', 'equals', '192.0.2.7'),
  condition('created_at', 'between', '2020-01-01,2020-01-02'),
];
const ACCOUNT_FILTERS = [
  '',
  'before=4321',
  `plan_id=${PLANS.few}`,
  `plan_id=${PLANS.many}`,
  `plan_id=${PLANS.many}&subscription=past_due`,
  'plan_id=01900000-0000-7000-8000-000000000003',
  'subscription=active',
  'subscription=past_due',
  'subscription=unpaid',
  'subscription=none',
  'problem=true',
];
const LISTS: readonly string[] = [
  ...AGENT_FILTERS.flatMap((filter) => [
    `/agents/slice?limit=50&${filter}`,
    `/agents/compact/slice?limit=50&${filter}`,
  ]),
  '/agents/slice?limit=50&cursor=MC0w',
  '/service-accounts/slice?limit=50',
  '/service-accounts/slice?limit=50&enabled=false',
  '/agents/page?page_size=50',
  '/agents/page?page_size=50&page=1000',
  '/agents/page?search=FIRST99',
  '/agents/page?enabled=false',
  '/agents/page?availability_status=away',
  '/agents/page?role=few',
  '/agents/page?team=Few',
  ...['name', 'email', 'created_at', 'updated_at'].flatMap((by) =>
    ['asc', 'desc'].map((order) => `/agents/page?page_size=50&order_by=${by}&order=${order}`),
  ),
  '/service-accounts/page?page=2',
  '/user/get_agent_list?page=1&size=100',
  '/user/get_agent_list?page=900&size=100',
  '/agents',
  '/agents/compact?search=FIRST99',
  '/service-accounts',
  ...ACTIVITY_FILTERS.map((filter) => `/activity-logs?${filter}`),
  '/agents/4321/mails',
  '/agents/4321/api-keys',
  '/agents/4321/credit-entries',
  ...ACCOUNT_FILTERS.map((filter) => `/billing-accounts?limit=50&${filter}`),
  '/scim/v2/Users?count=50',
  ...[
    'userName eq "agent77@example.com"',
    'externalId eq "77"',
    'emails.value eq "agent77@example.com"',
    'emails.value eq "home78@example.com"',
    'emails[type eq "work"].value eq "agent77@example.com"',
    'emails[type eq "work" and value eq "agent77@example.com"] and active eq true',
  ].map((filter) => `/scim/v2/Users?filter=${encodeURIComponent(filter)}`),
  ...['displayName eq "Few"', 'externalId eq "77"', 'displayName eq "Few" and externalId eq "77"'].map(
    (filter) => `/scim/v2/Groups?excludedAttributes=members&filter=${encodeURIComponent(filter)}`,
  ),
];
/** How many there are is counted in the index or in the table, whichever is less to read. */
const COUNT = /\bSELECT count\(/i;
/** What else grows with the list by its nature: all of its ids, and the part of the index ahead of a page. */
const WHOLE = /string_agg\(|OFFSET (?!0\b)/;

describe('at a hundred thousand agents', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
    const searches = await api.rows(
      "SELECT indexdef FROM pg_indexes WHERE indexname IN ('agents_search', 'activity_log_search')",
    );
    await api.rows([...DIRECTORY, ...searches.map(({ indexdef }) => indexdef)].join(';'));
    await api.rows('VACUUM (ANALYZE)');
  });

  afterAll(async () => {
    await api.close();
  });

  const sentBy = async (path: string): Promise<Sent[]> => {
    const log = jest.spyOn(api.app.get(DataSource).logger, 'logQuery');
    const client = path.startsWith('/scim/')
      ? api.root.with({ Authorization: basic(ADMIN.key, ADMIN.secret) })
      : api.admin;
    expect((await client.get(path)).status).toBe(200);
    const sent = log.mock.calls.map(([query, values]) => ({ query, values: Array.isArray(values) ? values : [] }));
    log.mockRestore();
    const reads = sent.filter(({ query }) => /\bSELECT\b/.test(query) && !query.includes('WITH seen'));
    return [...new Map(reads.map((read) => [read.query, read])).values()];
  };

  const explained = async (query: string, values: readonly unknown[], options: string): Promise<Plan> => {
    const [row] = await api.rows(`EXPLAIN (${options}, FORMAT JSON) ${query}`, values);
    const [{ Plan: plan }] = row?.['QUERY PLAN'] as [{ Plan: Plan }];
    return plan;
  };

  it.each(LISTS)('%s is read by an index', async (path) => {
    for (const { query, values } of await sentBy(path)) {
      const plans = [await explained(query, values, 'ANALYZE')];
      if (values.length > 0 && !query.includes(PLANNED_FOR_VALUES))
        plans.push(await explained(query, [], 'GENERIC_PLAN'));
      for (const plan of plans) expect({ query, faults: faultsOf(query, plan) }).toEqual({ query, faults: [] });
    }
  });

  it('the overview counts all agents as their list does, and everything else by an index', async () => {
    const isOfPart = ({ query }: Sent) => COUNT.test(query) && !query.includes('AS total');
    const counts = (await sentBy('/overview')).filter(isOfPart);
    expect(counts.length).toBeGreaterThan(4);
    for (const { query, values } of counts) {
      const nodes = nodesOf(await explained(query, values, 'ANALYZE'));
      const whole = nodes.filter((node) => node['Node Type'] === 'Seq Scan' && BIG.has(node['Relation Name'] ?? ''));
      expect({ query, whole }).toEqual({ query, whole: [] });
    }
  });
});

function faultsOf(query: string, plan: Plan): string[] {
  if (COUNT.test(query)) return [];
  return nodesOf(plan).flatMap((node) => {
    const { 'Node Type': type, 'Relation Name': relation = '', Plans: below = [] } = node;
    const touched =
      (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0)) *
      node['Actual Loops'];
    return [
      ...(type === 'Seq Scan' && BIG.has(relation) ? [`a scan of ${relation}`] : []),
      ...(type === 'Sort' && below.some((sorted) => sorted['Plan Rows'] > FEW) ? ['a sort of the whole'] : []),
      ...(!WHOLE.test(query) && touched > FEW ? [`${type} of ${touched} rows`] : []),
    ];
  });
}

function nodesOf(plan: Plan): Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}
