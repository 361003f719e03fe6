import { type QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';

import { parseActivitySearch } from './activity/activity-search.js';
import { parseAgentSearch } from './agents/agent-search.js';
import { parseAgentTab } from './agents/agent-tabs.js';
import { agentQuery } from './api/agents.js';
import { meQuery } from './api/session.js';
import { parseAccountSearch } from './billing/account-search.js';
import { parseJobSearch } from './jobs/job-search.js';
import { parseQuery, writeQuery } from './query-text.js';
import { parseSignInSearch } from './session/next.js';
import { FailedPage, NothingHere } from './shell/fallbacks.js';
import { Frame } from './shell/frame.js';
import { sectionsOf } from './shell/sections.js';
import { LoadingState } from './ui/states.js';

const root = createRootRouteWithContext<{ readonly queries: QueryClient }>()({ component: Outlet });

const signIn = createRoute({
  getParentRoute: () => root,
  path: 'sign-in',
  validateSearch: parseSignInSearch,
  component: lazyRouteComponent(() => import('./session/sign-in.page.js'), 'SignInPage'),
});

const forgottenPassword = createRoute({
  getParentRoute: () => root,
  path: 'forgotten-password',
  component: lazyRouteComponent(() => import('./session/forgotten-password.page.js'), 'ForgottenPasswordPage'),
});

const setPassword = createRoute({
  getParentRoute: () => root,
  path: 'set-password',
  component: lazyRouteComponent(() => import('./session/set-password.page.js'), 'SetPasswordPage'),
});

/** What only somebody who is signed in sees. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  beforeLoad: async ({ context, location }) => {
    const me = await context.queries.query({ ...meQuery, staleTime: 'static' });
    if (!me) throw redirect({ to: '/sign-in', search: { next: location.publicHref } });
    return { me };
  },
  component: Frame,
});

const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: ({ context }) => {
    throw redirect({ to: sectionsOf(context.me)[0]?.to ?? '/account', replace: true });
  },
});

const overview = createRoute({
  getParentRoute: () => inside,
  path: 'overview',
  component: lazyRouteComponent(() => import('./overview/overview.page.js'), 'OverviewPage'),
});

const account = createRoute({
  getParentRoute: () => inside,
  path: 'account',
  component: lazyRouteComponent(() => import('./session/account.page.js'), 'AccountPage'),
});

const agents = createRoute({
  getParentRoute: () => inside,
  path: 'agents',
  validateSearch: parseAgentSearch,
  component: lazyRouteComponent(() => import('./agents/agents.page.js'), 'AgentsPage'),
});

const newAgent = createRoute({
  getParentRoute: () => agents,
  path: 'new',
  component: lazyRouteComponent(() => import('./agents/new-agent.panel.js'), 'NewAgentPanel'),
});

const agent = createRoute({
  getParentRoute: () => inside,
  path: 'agents/$id',
  validateSearch: parseAgentTab,
  loader: async ({ context, params }) => {
    await context.queries.query(agentQuery(Number(params.id)));
  },
  component: lazyRouteComponent(() => import('./agents/agent.page.js'), 'AgentPage'),
});

const imports = createRoute({
  getParentRoute: () => inside,
  path: 'agents/imports',
  component: lazyRouteComponent(() => import('./imports/imports.page.js'), 'ImportsPage'),
});

const oneImport = createRoute({
  getParentRoute: () => inside,
  path: 'agents/imports/$id',
  component: lazyRouteComponent(() => import('./imports/import.page.js'), 'ImportPage'),
});

const bulkChange = createRoute({
  getParentRoute: () => inside,
  path: 'agents/bulk/$id',
  component: lazyRouteComponent(() => import('./bulk/bulk-change.page.js'), 'BulkChangePage'),
});

const teams = createRoute({
  getParentRoute: () => inside,
  path: 'teams',
  component: lazyRouteComponent(() => import('./teams/teams.page.js'), 'TeamsPage'),
});

const team = createRoute({
  getParentRoute: () => teams,
  path: '$id',
  component: lazyRouteComponent(() => import('./teams/team.panel.js'), 'TeamPanel'),
});

const roles = createRoute({
  getParentRoute: () => inside,
  path: 'roles',
  component: lazyRouteComponent(() => import('./roles/roles.page.js'), 'RolesPage'),
});

const role = createRoute({
  getParentRoute: () => inside,
  path: 'roles/$id',
  component: lazyRouteComponent(() => import('./roles/role.page.js'), 'RolePage'),
});

const serviceAccounts = createRoute({
  getParentRoute: () => inside,
  path: 'service-accounts',
  component: lazyRouteComponent(() => import('./service-accounts/service-accounts.page.js'), 'ServiceAccountsPage'),
});

const serviceAccount = createRoute({
  getParentRoute: () => inside,
  path: 'service-accounts/$id',
  component: lazyRouteComponent(() => import('./service-accounts/service-account.page.js'), 'ServiceAccountPage'),
});

const plans = createRoute({
  getParentRoute: () => inside,
  path: 'plans',
  component: lazyRouteComponent(() => import('./plans/plans.page.js'), 'PlansPage'),
});

const billingAccounts = createRoute({
  getParentRoute: () => inside,
  path: 'billing-accounts',
  validateSearch: parseAccountSearch,
  component: lazyRouteComponent(() => import('./billing/accounts.page.js'), 'AccountsPage'),
});

const webhooks = createRoute({
  getParentRoute: () => inside,
  path: 'webhooks',
  component: lazyRouteComponent(() => import('./webhooks/webhooks.page.js'), 'WebhooksPage'),
});

const webhook = createRoute({
  getParentRoute: () => inside,
  path: 'webhooks/$id',
  component: lazyRouteComponent(() => import('./webhooks/webhook.page.js'), 'WebhookPage'),
});

const providers = createRoute({
  getParentRoute: () => inside,
  path: 'providers',
  component: lazyRouteComponent(() => import('./providers/providers.page.js'), 'ProvidersPage'),
});

const provider = createRoute({
  getParentRoute: () => inside,
  path: 'providers/$id',
  component: lazyRouteComponent(() => import('./providers/provider.page.js'), 'ProviderPage'),
});

const provisioning = createRoute({
  getParentRoute: () => inside,
  path: 'provisioning',
  component: lazyRouteComponent(() => import('./provisioning/provisioning.page.js'), 'ProvisioningPage'),
});

const jobs = createRoute({
  getParentRoute: () => inside,
  path: 'jobs',
  validateSearch: parseJobSearch,
  component: lazyRouteComponent(() => import('./jobs/jobs.page.js'), 'JobsPage'),
});

const activity = createRoute({
  getParentRoute: () => inside,
  path: 'activity',
  validateSearch: parseActivitySearch,
  component: lazyRouteComponent(() => import('./activity/activity.page.js'), 'ActivityPage'),
});

const routeTree = root.addChildren([
  signIn,
  forgottenPassword,
  setPassword,
  inside.addChildren([
    home,
    overview,
    account,
    agents.addChildren([newAgent]),
    agent,
    imports,
    oneImport,
    bulkChange,
    teams.addChildren([team]),
    roles,
    role,
    serviceAccounts,
    serviceAccount,
    plans,
    billingAccounts,
    webhooks,
    webhook,
    providers,
    provider,
    provisioning,
    jobs,
    activity,
  ]),
]);

/** All pages, by their addresses below /console. */
export function consoleRouter(queries: QueryClient) {
  return createRouter({
    routeTree,
    basepath: '/console',
    context: { queries },
    parseSearch: parseQuery,
    stringifySearch: writeQuery,
    defaultPreload: 'intent',
    defaultErrorComponent: FailedPage,
    defaultNotFoundComponent: NothingHere,
    defaultPendingComponent: LoadingState,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof consoleRouter>;
  }
}
