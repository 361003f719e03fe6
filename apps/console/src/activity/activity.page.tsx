import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';

import { activityQuery } from '../api/activity.js';
import { Page } from '../shell/page.js';
import { useTexts } from '../shell/preferences.js';
import { SelectField, TextField } from '../ui/field.js';
import { Pager } from '../ui/pager.js';
import { ProblemNote } from '../ui/problem-note.js';
import { SearchText } from '../ui/search-text.js';
import { LoadingState } from '../ui/states.js';
import { activityQueryOf, type ActivitySearch, isNarrowed, parseActivitySearch } from './activity-search.js';
import { ActivityTable } from './activity-table.js';
import { ChainState } from './chain-state.js';

const route = getRouteApi('/inside/activity');

/** Who did what: searched, and narrowed by the kind of deed and by days. */
export function ActivityPage() {
  const texts = useTexts();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error, refetch } = useQuery(activityQuery(activityQueryOf(search)));
  const go = (change: ActivitySearch) => {
    void navigate({ search: { ...search, page: undefined, ...change }, replace: true });
  };
  return (
    <Page title={texts.shell.activity} actions={<ChainState />}>
      <search className="grid items-end gap-2 sm:grid-cols-3 lg:grid-cols-[2fr_1fr_1fr_1fr]">
        <SearchText
          label={texts.activity.search}
          className="sm:col-span-3 lg:col-span-1"
          text={search.search ?? ''}
          onText={(text) => {
            go({ search: text === '' ? undefined : text });
          }}
        />
        <SelectField<string>
          label={texts.activity.kind}
          value={search.type ?? ''}
          options={{ '': texts.common.all, ...texts.activity.types }}
          onValue={(type) => {
            go({ type: parseActivitySearch({ type }).type });
          }}
        />
        <TextField
          label={texts.activity.from}
          type="date"
          value={search.from ?? ''}
          onValue={(day) => {
            go({ from: day === '' ? undefined : day });
          }}
        />
        <TextField
          label={texts.activity.to}
          type="date"
          value={search.to ?? ''}
          onValue={(day) => {
            go({ to: day === '' ? undefined : day });
          }}
        />
      </search>
      {error && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingState />}
      {data && (
        <>
          <ActivityTable entries={data.results} isNarrowed={isNarrowed(search)} />
          <Pager page={data.page} size={data.per_page} total={data.total} onChange={go} />
        </>
      )}
    </Page>
  );
}
