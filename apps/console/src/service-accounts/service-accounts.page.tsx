import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';

import { EnabledState } from '../agents/agent-states.js';
import type { AgentSummary } from '../api/agents.js';
import { serviceAccountsQuery } from '../api/service-accounts.js';
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
import { useSettled } from '../ui/use-settled.js';

const column = columnsOf<AgentSummary>();

const columnsIn = ({ agents }: Texts) =>
  column.columns([
    column.display({
      id: 'name',
      header: agents.columns.name,
      cell: ({ row: { original } }) => (
        <Link
          to="/service-accounts/$id"
          params={{ id: String(original.id) }}
          className="font-medium text-accent hover:underline"
        >
          <bdi>{`${original.first_name} ${original.last_name}`.trim()}</bdi>
        </Link>
      ),
    }),
    column.display({
      id: 'enabled',
      header: agents.columns.enabled,
      cell: ({ row }) => <EnabledState enabled={row.original.enabled} />,
    }),
    column.display({
      id: 'changed',
      header: agents.columns.changed,
      meta: { wide: true, narrow: true },
      cell: ({ row }) => <Time at={row.original.updated_at} />,
    }),
  ]);

/** The programs that act as agents of their own. */
export function ServiceAccountsPage() {
  const texts = useTexts();
  const [search, setSearch] = useState('');
  const [{ page, size }, setPlace] = useState({ page: 1, size: 50 });
  const settled = useSettled(search.trim());
  const { data, error, refetch } = useQuery(
    serviceAccountsQuery({ ...(settled === '' ? {} : { search: settled }), page, page_size: size }),
  );
  const columns = useMemo(() => columnsIn(texts), [texts]);
  return (
    <Page
      title={texts.services.title}
      actions={
        <Link to="/service-accounts/$id" params={{ id: 'new' }} className={buttonLook('main')}>
          <PlusIcon />
          {texts.services.new}
        </Link>
      }
    >
      <SearchField
        label={texts.services.search}
        text={search}
        onText={(text) => {
          setSearch(text);
          setPlace({ size, page: 1 });
        }}
        className="max-w-md"
      />
      {error && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingState />}
      {data && (
        <>
          <DataTable
            label={texts.services.title}
            columns={columns}
            rows={data.results}
            rowId={({ id }) => String(id)}
            empty={
              <EmptyState title={settled === '' ? texts.services.none : texts.common.nothingFound}>
                {settled === '' && texts.services.noneHow}
              </EmptyState>
            }
          />
          <Pager
            page={page}
            size={size}
            total={data.total}
            onChange={(change) => {
              setPlace({ size, page: 1, ...change });
            }}
          />
        </>
      )}
    </Page>
  );
}
