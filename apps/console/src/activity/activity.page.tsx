import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';

import { activityQuery } from '../api/activity.js';
import { Page } from '../shell/page.js';
import { useTexts } from '../shell/preferences.js';
import { SelectField, TextField } from '../ui/field.js';
import { Pager } from '../ui/pager.js';
import { ProblemNote } from '../ui/problem-note.js';
import { LoadingState } from '../ui/states.js';
import { activityQueryOf, type ActivitySearch, parseActivitySearch } from './activity-search.js';
import { ActivityTable } from './activity-table.js';
import { ChainState } from './chain-state.js';

const route = getRouteApi('/inside/activity');

/** Who did what: narrowed by the kind of deed and by days. */
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
      <search className="grid gap-3 sm:grid-cols-3 lg:max-w-4xl">
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
          <ActivityTable entries={data.results} />
          <Pager page={data.page} size={data.per_page} total={data.total} onChange={go} />
        </>
      )}
    </Page>
  );
}
