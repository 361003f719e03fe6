import { isRecord } from './description.js';
import { PLAN } from './plan.js';
import { type Call, PASSWORD } from './random-calls.js';
import type { Route } from '../http/routing/routes.js';
import type { TestApi } from './test-api.js';

/** The URL of a request, with its query, and the fields of its body. */
export interface RandomRequest {
  readonly url: string;
  readonly json: Readonly<Record<string, unknown>>;
}

type Row = Readonly<Record<string, unknown>> | undefined;

/**
 * The request of a call. Without the call's changes it is valid, and a PUT changes nothing (but it enables an agent that is
 * disabled). `index` makes new names and e-mail addresses unique.
 */
export async function randomRequest(
  api: TestApi,
  { method, path }: Route,
  { agent: chosen, other, changes }: Call,
  index: number,
): Promise<RandomRequest> {
  const { roles, teams, plans, agencies, agents } = await whatThereIs(api);
  const [agency] = agencies;
  const agent = pick(agents, chosen);
  const [role, team, plan] = [pick(roles, other), pick(teams, other), pick(plans, other)];
  const ids = {
    id: path.includes('/roles/')
      ? role?.id
      : path.includes('/teams/')
        ? team?.id
        : path.includes('/sessions/')
          ? pickOf(agent?.sessions, other)
          : agent?.id,
    key_id: pickOf(agent?.keys, other),
    user_id: agent?.uuid,
    agency_id: agency?.id,
    billing_plan_id: plan?.id,
  };
  const query = new URLSearchParams({
    page_size: '500',
    agency_id: text(agency?.id),
    subaccount_user_id: text(agent?.uuid),
    new_billing_plan_id: text(plan?.id),
    next_billing_cycle_in_months: '1',
  });
  const url = Object.entries(ids).reduce((url, [name, value]) => url.replace(`{${name}}`, text(value)), path);
  const named = (all: readonly Row[]) => (choice: unknown) => pick(all, Number(choice))?.name;
  // The fourth role is the one of a caller.
  const valid = { ...newFields(index, pick(roles, 3)), ...(method === 'PUT' ? fieldsOf(path, agent, role) : {}) };
  return {
    url: `${url}?${query.toString()}`,
    json: {
      ...valid,
      ...changes,
      ...('role' in changes ? { role: named(roles)(changes.role) } : {}),
      ...('role_id' in changes ? { role_id: pick(roles, Number(changes.role_id))?.uuid } : {}),
      ...(Array.isArray(changes.roles) ? { roles: changes.roles.map(named(roles)) } : {}),
      ...(Array.isArray(changes.teams) ? { teams: teams.length > 0 ? changes.teams.map(named(teams)) : [] } : {}),
    },
  };
}

/** All objects that a call can name, the oldest first. */
async function whatThereIs(api: TestApi) {
  const [found] = await api.rows(
    `SELECT
       (SELECT json_agg(r ORDER BY r.id) FROM (SELECT id, uuid, name, permissions FROM roles) r) AS roles,
       (SELECT json_agg(t ORDER BY t.id) FROM (SELECT id, name FROM teams) t) AS teams,
       (SELECT json_agg(p ORDER BY p.id) FROM (SELECT id FROM billing_plans) p) AS plans,
       (SELECT json_agg(a) FROM (SELECT id FROM agencies) a) AS agencies,
       (SELECT json_agg(a ORDER BY a.id) FROM (
          SELECT id, uuid, first_name, email,
            ARRAY(SELECT r.name FROM agent_roles ar JOIN roles r ON r.id = ar.role_id WHERE ar.agent_id = agents.id) AS roles,
            ARRAY(SELECT k.id FROM api_keys k WHERE k.agent_id = agents.id ORDER BY k.id) AS keys,
            ARRAY(SELECT s.id FROM sessions s WHERE s.agent_id = agents.id ORDER BY s.id) AS sessions
          FROM agents WHERE deleted_at IS NULL) a) AS agents`,
  );
  const rows = (all: unknown) => (Array.isArray(all) ? all.filter(isRecord) : []);
  return {
    roles: rows(found?.roles),
    teams: rows(found?.teams),
    plans: rows(found?.plans),
    agencies: rows(found?.agencies),
    agents: rows(found?.agents),
  };
}

/** The fields of a valid create request for an object of any kind, enabled; an agent gets this role. */
function newFields(index: number, role: Row): Record<string, unknown> {
  return {
    ...PLAN,
    first_name: 'Ada',
    last_name: 'Lovelace',
    email: `made${index}@example.com`,
    password: PASSWORD,
    enabled: true,
    is_active: true,
    roles: [role?.name],
    name: `Made ${index}`,
    permissions: [],
    status: 'online',
    credit: 'messages',
    amount: 1,
    key: String(index),
  };
}

/** The fields that a change must contain, with their present values. */
function fieldsOf(path: string, agent: Row, role: Row): Record<string, unknown> {
  if (path.includes('/roles/')) return { name: role?.name, permissions: role?.permissions };
  if (!/\/(agents|service-accounts|user)\/\{/.test(path)) return {};
  return { first_name: agent?.first_name, email: agent?.email ?? undefined, roles: agent?.roles };
}

/** An id as a part of a URL; 1 when there is none. */
function text(id: unknown): string {
  return typeof id === 'string' || typeof id === 'number' ? String(id) : '1';
}

function pick<T>(all: readonly T[], choice: number): T | undefined {
  return all[choice % all.length];
}

function pickOf(all: unknown, choice: number): unknown {
  return Array.isArray(all) ? pick<unknown>(all, choice) : undefined;
}
