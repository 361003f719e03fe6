import type { ReactNode } from 'react';

import { may, type Permission } from '../api/permissions.js';
import type { Me } from '../api/session.js';
import type { Texts } from '../texts/en.js';
import { AgentsIcon } from '../ui/icons.js';

/** A part of the console, and what it takes to see it. */
interface Section {
  readonly to: '/agents';
  readonly name: (texts: Texts) => string;
  readonly takes: Permission;
  readonly icon: ReactNode;
}

const SECTIONS: readonly Section[] = [
  { to: '/agents', name: ({ shell }) => shell.agents, takes: 'users:manage', icon: <AgentsIcon /> },
];

/** The parts that the caller may see. */
export function sectionsOf(me: Me): readonly Section[] {
  return SECTIONS.filter(({ takes }) => may(me, takes));
}
