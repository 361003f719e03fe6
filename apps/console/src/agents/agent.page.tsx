import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';

import { ActivityOf } from '../activity/activity-of.js';
import { type Agent, agentQuery } from '../api/agents.js';
import { LoadingState } from '../ui/states.js';
import { Page } from '../shell/page.js';
import { AccessTab } from './access.tab.js';
import { AgentActions } from './agent-actions.js';
import { AvailabilityState, EnabledState } from './agent-states.js';
import { AgentTabLinks } from './agent-tab-links.js';
import type { AgentTab } from './agent-tabs.js';
import { KeysTab } from '../keys/keys.tab.js';
import { MailsTab } from './mails.tab.js';
import { ProfileTab } from './profile.tab.js';

const SignIns = lazy(() => import('./sign-ins.tab.js').then((file) => ({ default: file.SignInsTab })));
const BillingTab = lazy(() => import('../billing/billing.tab.js').then((file) => ({ default: file.BillingTab })));

const route = getRouteApi('/inside/agents/$id');

/** One agent, in parts. */
export function AgentPage() {
  const { id } = route.useParams();
  const { tab } = route.useSearch();
  const { data: agent } = useSuspenseQuery(agentQuery(Number(id)));
  return (
    <Page
      title={`${agent.first_name} ${agent.last_name}`.trim()}
      actions={<AgentActions key={agent.id} agent={agent} />}
    >
      <p className="-mt-2 flex flex-wrap gap-x-4 gap-y-1">
        <EnabledState enabled={agent.enabled} />
        <AvailabilityState status={agent.availability_status} />
        <span className="break-all text-soft">{agent.email}</span>
      </p>
      <AgentTabLinks />
      <Suspense fallback={<LoadingState />}>
        <Part agent={agent} tab={tab} />
      </Suspense>
    </Page>
  );
}

function Part({ agent, tab }: { readonly agent: Agent; readonly tab: AgentTab | undefined }) {
  switch (tab) {
    case 'access':
      return <AccessTab agent={agent} />;
    case 'keys':
      return <KeysTab agent={agent} />;
    case 'sessions':
      return <SignIns key={agent.id} agentId={agent.id} />;
    case 'mails':
      return <MailsTab agent={agent} />;
    case 'billing':
      return <BillingTab key={agent.id} agentId={agent.id} />;
    case 'activity':
      return <ActivityOf target="user" id={agent.id} />;
    default:
      return <ProfileTab key={agent.id} agent={agent} />;
  }
}
