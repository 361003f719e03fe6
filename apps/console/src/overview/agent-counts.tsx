import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { AVAILABILITIES } from '../agents/agent-search.js';
import { AvailabilityState, EnabledState } from '../agents/agent-states.js';
import type { Overview } from '../api/overview.js';
import { useLocale, useTexts } from '../shell/preferences.js';

/** How many agents are in which state, and in which teams those are who are online; each leads to the list of them. */
export function AgentCounts({ counts }: { readonly counts: NonNullable<Overview['agents']> }) {
  const texts = useTexts();
  return (
    <div className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
      <ul className="flex flex-col">
        <Count count={counts.total}>
          <Link to="/agents" className="text-accent hover:underline">
            {texts.common.all}
          </Link>
        </Count>
        <Count count={counts.disabled}>
          <Link to="/agents" search={{ enabled: false }} className="hover:underline">
            <EnabledState enabled={false} />
          </Link>
        </Count>
        {AVAILABILITIES.map((status) => (
          <Count key={status} count={counts.by_availability[status]}>
            <Link to="/agents" search={{ availability: status }} className="hover:underline">
              <AvailabilityState status={status} />
            </Link>
          </Count>
        ))}
      </ul>
      <div>
        <h3 className="text-sm font-medium">{texts.overview.onlineByTeam}</h3>
        {counts.online_by_team.length === 0 && <p className="text-soft">{texts.overview.nobodyOnline}</p>}
        <ul className="flex flex-col">
          {counts.online_by_team.map(({ id, name, online }) => (
            <Count key={id} count={online}>
              <Link
                to="/agents"
                search={{ team: name, availability: 'online' }}
                className="block truncate text-accent hover:underline"
              >
                <bdi>{name}</bdi>
              </Link>
            </Count>
          ))}
        </ul>
      </div>
    </div>
  );
}

function Count({ count, children }: { readonly count: number; readonly children: ReactNode }) {
  const locale = useLocale();
  return (
    <li className="flex min-h-7 items-center justify-between gap-3 border-b border-line last:border-0">
      <span className="min-w-0">{children}</span>
      <span className="text-end">{new Intl.NumberFormat(locale).format(count)}</span>
    </li>
  );
}
