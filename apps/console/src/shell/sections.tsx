import type { ReactNode } from 'react';

import { maySeeOverview } from '../api/overview.js';
import { may, type Permission } from '../api/permissions.js';
import type { Me } from '../api/session.js';
import type { Texts } from '../texts/en.js';
import {
  AccountsIcon,
  ActivityIcon,
  AgentsIcon,
  JobsIcon,
  OverviewIcon,
  PlansIcon,
  ProvidersIcon,
  ProvisioningIcon,
  RolesIcon,
  ServiceIcon,
  TeamsIcon,
  WebhooksIcon,
} from '../ui/icons.js';

/** A part of the console, and who may see it. */
interface Section {
  readonly to:
    | '/overview'
    | '/agents'
    | '/service-accounts'
    | '/teams'
    | '/roles'
    | '/plans'
    | '/billing-accounts'
    | '/webhooks'
    | '/providers'
    | '/provisioning'
    | '/jobs'
    | '/activity';
  readonly name: (texts: Texts) => string;
  readonly isFor: (me: Me) => boolean;
  readonly icon: ReactNode;
}

const who = (permission: Permission) => (me: Me) => may(me, permission);

const SECTIONS: readonly Section[] = [
  { to: '/overview', name: ({ overview }) => overview.title, isFor: maySeeOverview, icon: <OverviewIcon /> },
  { to: '/agents', name: ({ shell }) => shell.agents, isFor: who('users:manage'), icon: <AgentsIcon /> },
  { to: '/teams', name: ({ shell }) => shell.teams, isFor: who('teams:manage'), icon: <TeamsIcon /> },
  { to: '/roles', name: ({ shell }) => shell.roles, isFor: who('roles:manage'), icon: <RolesIcon /> },
  {
    to: '/service-accounts',
    name: ({ services }) => services.title,
    isFor: who('users:manage'),
    icon: <ServiceIcon />,
  },
  { to: '/plans', name: ({ plans }) => plans.title, isFor: who('billing:read'), icon: <PlansIcon /> },
  {
    to: '/billing-accounts',
    name: ({ billing }) => billing.accounts,
    isFor: who('billing:read'),
    icon: <AccountsIcon />,
  },
  { to: '/webhooks', name: ({ webhooks }) => webhooks.title, isFor: who('webhooks:manage'), icon: <WebhooksIcon /> },
  { to: '/providers', name: ({ providers }) => providers.title, isFor: who('oidc:manage'), icon: <ProvidersIcon /> },
  {
    to: '/provisioning',
    name: ({ provisioning }) => provisioning.title,
    isFor: who('roles:manage'),
    icon: <ProvisioningIcon />,
  },
  { to: '/jobs', name: ({ jobs }) => jobs.title, isFor: who('general_settings:manage'), icon: <JobsIcon /> },
  { to: '/activity', name: ({ shell }) => shell.activity, isFor: who('activity_logs:manage'), icon: <ActivityIcon /> },
];

/** The parts that the caller may see. */
export function sectionsOf(me: Me): readonly Section[] {
  return SECTIONS.filter(({ isFor }) => isFor(me));
}
