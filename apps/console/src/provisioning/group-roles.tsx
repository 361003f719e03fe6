import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';

import { type GroupRoles, groupRolesQuery } from '../api/provisioning.js';
import { useTexts } from '../shell/preferences.js';
import type { Texts } from '../texts/en.js';
import { Tag } from '../ui/badge.js';
import { Button } from '../ui/button.js';
import { columnsOf, DataTable } from '../ui/data-table.js';
import { PlusIcon } from '../ui/icons.js';
import { ProblemNote } from '../ui/problem-note.js';
import { EmptyState, LoadingState } from '../ui/states.js';
import { GroupRolesPanel } from './group-roles.panel.js';

const column = columnsOf<GroupRoles>();

const columnsIn = ({ agents, shell, provisioning }: Texts, onChange: (group: GroupRoles) => void) =>
  column.columns([
    column.display({
      id: 'team',
      header: agents.filters.team,
      cell: ({ row }) => <bdi className="font-medium">{row.original.team}</bdi>,
    }),
    column.display({
      id: 'roles',
      header: shell.roles,
      cell: ({ row }) => (
        <span className="flex flex-wrap gap-1">
          {row.original.roles.map((role) => (
            <Tag key={role}>{role}</Tag>
          ))}
        </span>
      ),
    }),
    column.display({
      id: 'acts',
      header: agents.actions.title,
      meta: { narrow: true },
      cell: ({ row }) => (
        <Button
          size="small"
          onClick={() => {
            onChange(row.original);
          }}
        >
          {provisioning.change}
        </Button>
      ),
    }),
  ]);

/** The teams that give roles, one changed or another added beside them. */
export function GroupRolesTable() {
  const texts = useTexts();
  const { data, error, refetch } = useQuery(groupRolesQuery);
  const [asked, setAsked] = useState<GroupRoles | 'new' | null>(null);
  const columns = useMemo(() => columnsIn(texts, setAsked), [texts]);
  if (error) return <ProblemNote error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState />;
  return (
    <div className="flex flex-col items-start gap-3">
      <div className="w-full">
        <DataTable
          label={texts.provisioning.groupRoles}
          columns={columns}
          rows={data}
          rowId={({ team_id }) => String(team_id)}
          empty={<EmptyState title={texts.provisioning.noGroupRoles}>{texts.provisioning.noGroupRolesHow}</EmptyState>}
        />
      </div>
      <Button
        onClick={() => {
          setAsked('new');
        }}
      >
        <PlusIcon />
        {texts.provisioning.add}
      </Button>
      {asked && (
        <GroupRolesPanel
          group={asked === 'new' ? null : asked}
          taken={data.map(({ team }) => team)}
          onClose={() => {
            setAsked(null);
          }}
        />
      )}
    </div>
  );
}
