import { useQuery } from '@tanstack/react-query';
import { Link, Outlet } from '@tanstack/react-router';
import { useMemo, useState } from 'react';

import { type Team, teamsQuery } from '../api/teams.js';
import { Page } from '../shell/page.js';
import { useTexts } from '../shell/preferences.js';
import type { Texts } from '../texts/en.js';
import { buttonLook } from '../ui/button.js';
import { columnsOf, DataTable } from '../ui/data-table.js';
import { PlusIcon } from '../ui/icons.js';
import { Pager } from '../ui/pager.js';
import { ProblemNote } from '../ui/problem-note.js';
import { SearchField } from '../ui/search-field.js';
import { EmptyState, LoadingState } from '../ui/states.js';
import { Time } from '../ui/time.js';

const column = columnsOf<Team>();

const columnsIn = ({ teams, agents }: Texts) =>
  column.columns([
    column.display({
      id: 'name',
      header: agents.columns.name,
      cell: ({ row: { original: team } }) => (
        <Link to="/teams/$id" params={{ id: String(team.id) }} className="font-medium text-accent hover:underline">
          {team.emoji} <bdi>{team.name}</bdi>
        </Link>
      ),
    }),
    column.display({
      id: 'assignment',
      header: teams.assignment,
      meta: { wide: true },
      cell: ({ row }) => teams.assignments[row.original.conversation_assignment_type],
    }),
    column.accessor(({ timezone }) => timezone || '–', {
      id: 'timezone',
      header: teams.timezone,
      meta: { wide: true },
      cell: ({ getValue }) => getValue(),
    }),
    column.display({
      id: 'changed',
      header: agents.columns.changed,
      meta: { wide: true, narrow: true },
      cell: ({ row }) => <Time at={row.original.updated_at} />,
    }),
  ]);

const FIRST = { page: 1, size: 50 };

/** All teams, searched and cut into pages here: the api gives them at once. One that is opened stands beside them. */
export function TeamsPage() {
  const texts = useTexts();
  const [search, setSearch] = useState('');
  const [{ page, size }, setPlace] = useState(FIRST);
  const { data: teams, error, refetch } = useQuery(teamsQuery);
  const columns = useMemo(() => columnsIn(texts), [texts]);
  const found = teams?.filter(({ name }) => name.toLowerCase().includes(search.trim().toLowerCase()));
  return (
    <Page
      title={texts.shell.teams}
      actions={
        <Link to="/teams/$id" params={{ id: 'new' }} className={buttonLook('main')}>
          <PlusIcon />
          {texts.teams.new}
        </Link>
      }
    >
      <SearchField
        label={texts.teams.search}
        text={search}
        onText={(typed) => {
          setSearch(typed);
          setPlace({ page: 1, size });
        }}
        className="max-w-md"
      />
      {error && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {!teams && !error && <LoadingState />}
      {found && (
        <>
          <DataTable
            label={texts.shell.teams}
            columns={columns}
            rows={found.slice((page - 1) * size, page * size)}
            rowId={({ id }) => String(id)}
            empty={
              <EmptyState title={search === '' ? texts.teams.none : texts.common.nothingFound}>
                {search === '' && texts.teams.noneHow}
              </EmptyState>
            }
          />
          <Pager
            page={page}
            size={size}
            total={found.length}
            onChange={(change) => {
              setPlace({ page: 1, size, ...change });
            }}
          />
        </>
      )}
      <Outlet />
    </Page>
  );
}
