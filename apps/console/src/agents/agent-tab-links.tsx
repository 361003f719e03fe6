import { Link } from '@tanstack/react-router';

import { may } from '../api/permissions.js';
import { useMe } from '../shell/me.js';
import { useTexts } from '../shell/preferences.js';
import type { AgentTab } from './agent-tabs.js';

/** The ways to the parts of an agent's page, each with an address of its own. */
export function AgentTabLinks() {
  const texts = useTexts();
  const me = useMe();
  const { tabs } = texts.agents;
  const shown: readonly (readonly [AgentTab | undefined, string])[] = [
    [undefined, tabs.profile],
    ['access', tabs.access],
    ['keys', tabs.keys],
    ['sessions', tabs.sessions],
    ['mails', tabs.mails],
    ...(may(me, 'billing:read') ? [['billing', texts.billing.tab] as const] : []),
    ...(may(me, 'activity_logs:manage') ? [['activity', tabs.activity] as const] : []),
  ];
  return (
    <nav aria-label={texts.agents.parts} className="flex gap-1 overflow-x-auto border-b border-line">
      {shown.map(([tab, name]) => (
        <Link
          key={name}
          to="."
          search={{ tab }}
          activeOptions={{ includeSearch: true, exact: true }}
          className="-mb-px border-b-2 border-transparent px-3 py-2 whitespace-nowrap text-soft hover:text-ink aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-ink"
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
