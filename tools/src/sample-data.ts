/** Who looks at the pages. */
export const VIEWER = { email: 'sample.admin@example.com', password: 'Sample-Horse-7' };

const FIRST = [
  'Ada',
  'Grace',
  'Edsger',
  'Barbara',
  'Donald',
  'Frances',
  'Alan',
  'Radia',
  'Ken',
  'Margaret',
  'Tony',
  'Hedy',
];
const LAST = ['Suzuki', 'García', 'Okafor', 'Lindqvist', 'Nguyen', 'Kowalski', 'Haddad'];
const TEAMS = ['Support EMEA', 'Support APAC', 'Billing questions', 'Night shift', 'Returns', 'Onboarding'];
const ROLES = {
  'Team lead': [
    'teams:manage',
    'conversations:read_all',
    'conversations:read',
    'conversations:write',
    'reports:manage',
  ],
  Auditor: ['activity_logs:manage', 'billing:read', 'reports:manage'],
};

/** Names that try a page: written from the right, very long, with signs of markup. */
const HARD = ['عبد الرحمن الخوارزمي', `Wolfeschlegel${'steinhausenberger'.repeat(7)}`, '<b>Robert</b> & "Sons"'];

interface Answered {
  readonly status: string;
  readonly data: { readonly id: number };
}

/**
 * Makes sample roles, teams and agents by the API, also a second time. Returns the pages to look at, by a name for each.
 * @throws Error if the API refuses for another reason than that it has the thing
 */
export async function sampleData(url: string, key: string): Promise<Readonly<Record<string, string>>> {
  const make = async (path: string, body: object): Promise<number | null> => {
    const response = await fetch(new URL(`/api/v1${path}`, url), {
      method: 'POST',
      headers: { Authorization: `Basic ${btoa(key)}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (response.status === 409) return null;
    if (!response.ok) throw new Error(`${path} ${JSON.stringify(body)}: ${response.status} ${await response.text()}`);
    return ((await response.json()) as Answered).data.id;
  };
  const { email, password } = VIEWER;
  await make('/agents', { first_name: 'Sam', last_name: 'Sample', email, new_password: password, role: 'Admin' });
  for (const [name, permissions] of Object.entries(ROLES)) await make('/roles', { name, permissions });
  for (const name of TEAMS) await make('/teams', { name });
  for (let made = 0; made < 60; made++) {
    const [first_name, last_name] = [pick(FIRST, made), pick(LAST, made * 3)];
    await make('/agents', {
      first_name: HARD[made / 20] ?? first_name,
      last_name: made % 20 === 0 ? '' : last_name,
      email: `sample${made}@example.com`,
      roles: made % 9 === 0 ? ['Agent', 'Team lead'] : ['Agent'],
      teams: [pick(TEAMS, made), pick(TEAMS, made + 2)],
    });
  }
  const agent = await idOf(url, key, 'sample9@example.com');
  return {
    overview: '/console/overview',
    agents: '/console/agents',
    'no-agents': '/console/agents?search=nobody',
    'new-agent': '/console/agents/new',
    agent: `/console/agents/${agent}`,
    access: `/console/agents/${agent}?tab=access`,
    keys: `/console/agents/${agent}?tab=keys`,
    billing: `/console/agents/${agent}?tab=billing`,
    teams: '/console/teams',
    'service-accounts': '/console/service-accounts',
    'new-service-account': '/console/service-accounts/new',
    webhooks: '/console/webhooks',
    'new-webhook': '/console/webhooks/new',
    provisioning: '/console/provisioning',
    plans: '/console/plans',
    jobs: '/console/jobs',
    roles: '/console/roles',
    role: '/console/roles/new',
    activity: '/console/activity',
    account: '/console/account',
  };
}

async function idOf(url: string, key: string, email: string): Promise<number> {
  const response = await fetch(new URL(`/api/v1/agents?search=${email}`, url), {
    headers: { Authorization: `Basic ${btoa(key)}` },
  });
  const [agent] = ((await response.json()) as { data: { id: number }[] }).data;
  if (!agent) throw new Error(`There is no agent ${email}`);
  return agent.id;
}

function pick(names: readonly string[], at: number): string {
  return names[at % names.length] ?? '';
}
