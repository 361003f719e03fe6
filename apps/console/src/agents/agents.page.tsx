import { Menu } from '@base-ui/react/menu';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Outlet } from '@tanstack/react-router';
import { useMemo, useState } from 'react';

import { agentPageQuery, type AgentSummary } from '../api/agents.js';
import { BulkBar } from '../bulk/bulk-bar.js';
import { choose, chosenOf, NONE } from '../bulk/selection.js';
import { Page } from '../shell/page.js';
import { useTexts } from '../shell/preferences.js';
import { buttonLook } from '../ui/button.js';
import { DataTable } from '../ui/data-table.js';
import { PlusIcon } from '../ui/icons.js';
import { MenuCheck, MenuPopup } from '../ui/menu.js';
import { Pager } from '../ui/pager.js';
import { ProblemNote } from '../ui/problem-note.js';
import { EmptyState, LoadingState } from '../ui/states.js';
import { agentColumns, CHOOSABLE } from './agent-columns.js';
import { AgentFilters } from './agent-filters.js';
import { type AgentSearch, FILTERS, isFiltered, queryOf, SORT_COLUMNS, sortIn, USUAL_SORT } from './agent-search.js';
import { useHiddenColumns } from './hidden-columns.js';

const route = getRouteApi('/inside/agents');

/** All agents: searched, narrowed, sorted and cut into pages by the api. */
export function AgentsPage() {
  const texts = useTexts();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [hidden, setHidden] = useHiddenColumns();
  const { data, error, refetch } = useQuery(agentPageQuery(queryOf(search)));
  const columns = useMemo(() => agentColumns(texts), [texts]);
  const [selection, setSelection] = useState(NONE);
  const go = (change: AgentSearch) => {
    // Other filters find other agents; what is chosen could no longer be seen.
    if (FILTERS.some((filter) => filter in change)) setSelection(NONE);
    void navigate({ search: { ...search, page: undefined, ...change }, replace: true });
  };
  return (
    <Page
      title={texts.shell.agents}
      actions={
        <>
          <Menu.Root>
            <Menu.Trigger className={buttonLook('plain')}>{texts.common.columns}</Menu.Trigger>
            <MenuPopup>
              {CHOOSABLE.map((column) => (
                <MenuCheck
                  key={column}
                  label={texts.agents.columns[column]}
                  checked={!hidden.includes(column)}
                  onValue={(shown) => {
                    setHidden(shown ? hidden.filter((other) => other !== column) : [...hidden, column]);
                  }}
                />
              ))}
            </MenuPopup>
          </Menu.Root>
          <Link to="/agents/imports" className={buttonLook('plain')}>
            {texts.imports.import}
          </Link>
          <Link to="/agents/new" search={search} className={buttonLook('main')}>
            <PlusIcon />
            {texts.agents.new}
          </Link>
        </>
      }
    >
      <AgentFilters search={search} onSearch={go} />
      {error && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingState />}
      {data && (
        <>
          <BulkBar selection={selection} onSelection={setSelection} search={search} total={data.total} />
          <DataTable
            label={texts.shell.agents}
            columns={columns}
            rows={data.results}
            rowId={({ id }) => String(id)}
            hidden={hidden}
            selecting={{
              label: texts.bulk.selectPage,
              labelOf: ({ email, first_name }) => texts.bulk.select(email ?? first_name),
              chosen: new Set([...chosenOf(selection, idsOf(data.results))].map(String)),
              onChoose: (rows, isChosen) => {
                setSelection(choose(selection, idsOf(rows), isChosen));
              },
            }}
            sorting={{
              columns: SORT_COLUMNS,
              sort: search.sort ?? USUAL_SORT,
              onSort: (sort) => {
                go({ sort: sortIn(sort) });
              },
            }}
            empty={
              isFiltered(search) ? (
                <EmptyState title={texts.agents.noMatch}>{texts.agents.noMatchHow}</EmptyState>
              ) : (
                <EmptyState title={texts.agents.none}>{texts.agents.noneHow}</EmptyState>
              )
            }
          />
          <Pager page={data.page} size={data.per_page} total={data.total} onChange={go} />
        </>
      )}
      <Outlet />
    </Page>
  );
}

function idsOf(agents: readonly AgentSummary[]): number[] {
  return agents.map(({ id }) => id);
}
