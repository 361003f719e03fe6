import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';

import { billingAccountsQuery } from '../api/billing.js';
import { may } from '../api/permissions.js';
import { plansQuery } from '../api/plans.js';
import { useMe } from '../shell/me.js';
import { Page } from '../shell/page.js';
import { useLocale, useTexts } from '../shell/preferences.js';
import { DataTable } from '../ui/data-table.js';
import { CheckField, Choice } from '../ui/field.js';
import { OlderButton } from '../ui/older-button.js';
import { ProblemNote } from '../ui/problem-note.js';
import { EmptyState, LoadingState } from '../ui/states.js';
import { accountColumns } from './account-columns.js';
import { accountFilterOf, type AccountSearch, parseAccountSearch, SUBSCRIPTIONS } from './account-search.js';

const route = getRouteApi('/inside/billing-accounts');

/** What agents are on, what Stripe says of it, and what is left of their credits. */
export function AccountsPage() {
  const texts = useTexts();
  const locale = useLocale();
  const me = useMe();
  const search = route.useSearch();
  const list = useInfiniteQuery(billingAccountsQuery(accountFilterOf(search)));
  const { data, error, refetch } = list;
  const linked = may(me, 'users:manage');
  const columns = useMemo(() => accountColumns(texts, locale, linked), [texts, locale, linked]);
  const isNarrowed = Object.keys(search).length > 0;
  return (
    <Page title={texts.billing.accounts}>
      <Filters search={search} />
      {error && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingState />}
      {data && (
        <DataTable
          label={texts.billing.accounts}
          columns={columns}
          rows={data.pages.flat()}
          rowId={({ agent_id }) => String(agent_id)}
          empty={
            <EmptyState title={isNarrowed ? texts.agents.noMatch : texts.billing.noAccounts}>
              {isNarrowed ? texts.agents.noMatchHow : texts.billing.noAccountsHow}
            </EmptyState>
          }
        />
      )}
      <OlderButton list={list}>{texts.billing.olderAccounts}</OlderButton>
    </Page>
  );
}

function Filters({ search }: { readonly search: AccountSearch }) {
  const { billing: texts } = useTexts();
  const navigate = route.useNavigate();
  const { data: known } = useQuery(plansQuery);
  const narrow = (change: Readonly<Record<string, unknown>>) => {
    void navigate({ search: parseAccountSearch({ ...search, ...change }), replace: true });
  };
  return (
    <search className="flex flex-wrap items-center gap-2 *:max-sm:w-full sm:*:w-52">
      <Choice<string>
        aria-label={texts.plan}
        value={search.plan ?? ''}
        options={{ '': texts.anyPlan, ...Object.fromEntries((known?.plans ?? []).map(({ id, name }) => [id, name])) }}
        onValue={(plan) => {
          narrow({ plan });
        }}
      />
      <Choice<string>
        aria-label={texts.subscription}
        value={search.subscription ?? ''}
        options={{
          '': texts.anySubscription,
          ...Object.fromEntries(SUBSCRIPTIONS.map((word) => [word, texts.statuses[word]])),
        }}
        onValue={(subscription) => {
          narrow({ subscription });
        }}
      />
      <div className="sm:w-auto!">
        <CheckField
          label={texts.problemsOnly}
          checked={search.problem ?? false}
          onValue={(problem) => {
            narrow({ problem });
          }}
        />
      </div>
    </search>
  );
}
