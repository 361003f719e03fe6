import { Link } from '@tanstack/react-router';

import type { AgentSummary } from '../api/agents.js';
import type { Texts } from '../texts/en.js';
import { columnsOf } from '../ui/data-table.js';
import { Time } from '../ui/time.js';
import { AvailabilityState, EnabledState } from './agent-states.js';

const column = columnsOf<AgentSummary>();

/** The columns that can be chosen; the name is always there. */
export const CHOOSABLE = ['email', 'enabled', 'availability', 'created', 'changed', 'id', 'external'] as const;
export type AgentColumn = (typeof CHOOSABLE)[number];

/** Those that are not shown before somebody chooses them. */
export const HIDDEN_AT_FIRST: readonly AgentColumn[] = ['created', 'id', 'external'];

export function agentColumns({ agents }: Texts) {
  return column.columns([
    column.display({ id: 'name', header: agents.columns.name, cell: ({ row }) => <Name agent={row.original} /> }),
    column.accessor('email', { id: 'email', header: agents.columns.email, meta: { wide: true } }),
    column.display({
      id: 'enabled',
      header: agents.columns.enabled,
      cell: ({ row }) => <EnabledState enabled={row.original.enabled} />,
    }),
    column.display({
      id: 'availability',
      header: agents.columns.availability,
      meta: { wide: true },
      cell: ({ row }) => <AvailabilityState status={row.original.availability_status} />,
    }),
    column.display({
      id: 'created',
      header: agents.columns.created,
      meta: { wide: true },
      cell: ({ row }) => <Time at={row.original.created_at} />,
    }),
    column.display({
      id: 'changed',
      header: agents.columns.changed,
      meta: { wide: true },
      cell: ({ row }) => <Time at={row.original.updated_at} />,
    }),
    column.accessor('id', { id: 'id', header: agents.columns.id, meta: { wide: true } }),
    column.accessor('external_user_id', { id: 'external', header: agents.columns.external, meta: { wide: true } }),
  ]);
}

function Name({ agent: { id, first_name, last_name, email } }: { readonly agent: AgentSummary }) {
  return (
    <>
      <Link
        to="/agents/$id"
        params={{ id: String(id) }}
        className="font-medium text-accent hover:underline max-md:inline-block max-md:max-w-52 max-md:truncate"
      >
        <bdi>{`${first_name} ${last_name}`.trim()}</bdi>
      </Link>
      <span className="block max-w-52 truncate text-sm text-soft md:hidden">{email}</span>
    </>
  );
}
