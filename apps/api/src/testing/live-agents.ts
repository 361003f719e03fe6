import { ADMIN, type TestApi } from './test-api.js';

/** The body of a create in the live-agent window, with every field of the contract. */
export const LIVE_AGENT = {
  first_name: 'Ada',
  last_name: 'Lovelace',
  email: 'ada@example.com',
  password: 'Correct-Horse-7',
  is_active: true,
  is_superuser: false,
  birthdate: '1990-11-07T05:31:56Z',
  is_enterprise: false,
  role_id: null,
  phone: '+1 202-555-0123',
  state: 'DC',
  country: 'US',
  address: '1 Main Street',
  active_billing_plan_id: null,
  next_billing_plan_id: null,
  stripe_customer_id: null,
  stripe_subscription_id: null,
  stripe_subscription_status: null,
  stripe_problem: null,
  stripe_has_payment_method: false,
  is_trial: false,
  used_trial: false,
  is_paying: false,
  stripe_last_payment_date: null,
  billing_updated_at: null,
  last_credits_refresh: null,
  next_credits_refresh: null,
};

/** The permissions of the role Agent, which a new live agent gets. */
export const AGENT_PERMISSIONS = [
  ...['read_all', 'read_unassigned', 'read_assigned', 'read_team_inbox', 'read_team_all', 'read'],
  ...['update_user_assignee', 'update_team_assignee', 'update_priority', 'update_status', 'update_tags'],
]
  .map((action) => `conversations:${action}`)
  .concat('messages:read', 'messages:write', 'view:manage');

/** Functions by which specs of the live-agent window create agents. */
export function liveAgents(api: () => TestApi) {
  const admin = () => api().anonymous.with({ 'X-API-Key': ADMIN.token });
  return {
    admin,
    /** Creates an agent with a new e-mail address. */
    create: (changes: object = {}) =>
      admin().post('/user/create_live_agent', {
        ...LIVE_AGENT,
        email: `${api().unique('live')}@example.com`,
        ...changes,
      }),
    /** A bearer key of a new agent that holds exactly these permissions. */
    keyOf: async (...permissions: string[]) => {
      const { agent } = await api().agentWith(...permissions);
      const body = { name: 'token', kind: 'bearer' };
      const { token } = (await api().admin.post(`/agents/${agent.id}/api-keys`, body)).one('IssuedApiKeyDto');
      return { agent, client: api().anonymous.with({ 'X-API-Key': String(token) }) };
    },
  };
}
