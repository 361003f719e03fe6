import type { ReactNode } from 'react';

import { may, type Permission } from '../api/permissions.js';
import type { Me } from '../api/session.js';
import type { Texts } from '../texts/en.js';
import {
  ActivityIcon,
  AgentsIcon,
  ProvisioningIcon,
  RolesIcon,
  ServiceIcon,
  TeamsIcon,
  WebhooksIcon,
} from '../ui/icons.js';

/** A part of the console, and what it takes to see it. */
interface Section {
  readonly to: '/agents' | '/service-accounts' | '/teams' | '/roles' | '/webhooks' | '/provisioning' | '/activity';
  readonly name: (texts: Texts) => string;
  readonly takes: Permission;
  readonly icon: ReactNode;
}

const SECTIONS: readonly Section[] = [
  { to: '/agents', name: ({ shell }) => shell.agents, takes: 'users:manage', icon: <AgentsIcon /> },
  { to: '/teams', name: ({ shell }) => shell.teams, takes: 'teams:manage', icon: <TeamsIcon /> },
  { to: '/roles', name: ({ shell }) => shell.roles, takes: 'roles:manage', icon: <RolesIcon /> },
  {
    to: '/service-accounts',
    name: ({ services }) => services.title,
    takes: 'users:manage',
    icon: <ServiceIcon />,
  },
  { to: '/webhooks', name: ({ webhooks }) => webhooks.title, takes: 'webhooks:manage', icon: <WebhooksIcon /> },
  {
    to: '/provisioning',
    name: ({ provisioning }) => provisioning.title,
    takes: 'roles:manage',
    icon: <ProvisioningIcon />,
  },
  { to: '/activity', name: ({ shell }) => shell.activity, takes: 'activity_logs:manage', icon: <ActivityIcon /> },
];

/** The parts that the caller may see. */
export function sectionsOf(me: Me): readonly Section[] {
  return SECTIONS.filter(({ takes }) => may(me, takes));
}
