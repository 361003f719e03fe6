import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';

import type { Agent } from '../api/agents.js';
import { rolesQuery } from '../api/roles.js';
import { type HeldPermission, heldPermissions } from '../api/permissions.js';
import { useTexts } from '../shell/preferences.js';
import type { Texts } from '../texts/en.js';
import { Tag } from '../ui/badge.js';
import { columnsOf, DataTable } from '../ui/data-table.js';
import { SearchField } from '../ui/search-field.js';
import { EmptyState } from '../ui/states.js';

const column = columnsOf<HeldPermission>();

const columnsIn = ({ agents }: Texts) =>
  column.columns([
    column.display({
      id: 'permission',
      header: agents.access.permission,
      cell: ({ row }) => <code className="font-mono text-sm">{row.original.permission}</code>,
    }),
    column.display({
      id: 'through',
      header: agents.access.through,
      cell: ({ row }) => (
        <span className="flex flex-wrap gap-1">
          {row.original.through.map((name) => (
            <Tag key={name}>{name}</Tag>
          ))}
        </span>
      ),
    }),
  ]);

/** What an agent may do, and through which of its roles. */
export function AccessTab({ agent }: { readonly agent: Agent }) {
  const texts = useTexts();
  const { data: roles = [] } = useQuery(rolesQuery);
  const [search, setSearch] = useState('');
  const columns = useMemo(() => columnsIn(texts), [texts]);
  const held = heldPermissions(agent, roles).filter(({ permission }) =>
    permission.includes(search.trim().toLowerCase()),
  );
  return (
    <div className="flex max-w-3xl flex-col gap-3">
      <SearchField label={texts.agents.access.search} text={search} onText={setSearch} />
      <DataTable
        label={texts.agents.tabs.access}
        columns={columns}
        rows={held}
        rowId={({ permission }) => permission}
        empty={<EmptyState title={texts.agents.access.none}>{texts.agents.access.noneHow}</EmptyState>}
      />
    </div>
  );
}
