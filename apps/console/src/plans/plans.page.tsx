import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';

import { may } from '../api/permissions.js';
import { type Plan, plansQuery } from '../api/plans.js';
import { useMe } from '../shell/me.js';
import { Page } from '../shell/page.js';
import { useLocale, useTexts } from '../shell/preferences.js';
import type { Texts } from '../texts/en.js';
import { Tag } from '../ui/badge.js';
import { Button } from '../ui/button.js';
import { columnsOf, DataTable } from '../ui/data-table.js';
import { PlusIcon } from '../ui/icons.js';
import { ProblemNote } from '../ui/problem-note.js';
import { EmptyState, LoadingState } from '../ui/states.js';
import { PlanPanel } from './plan.panel.js';

const column = columnsOf<Plan>();

/** `onOpen` is null for those who may not change plans. */
const columnsIn = ({ agents, plans }: Texts, locale: string, onOpen: ((plan: Plan) => void) | null) => {
  const number = new Intl.NumberFormat(locale);
  return column.columns([
    column.display({
      id: 'name',
      header: agents.columns.name,
      cell: ({ row: { original: plan } }) => (
        <span className="flex items-center gap-2">
          {onOpen ? (
            <button
              type="button"
              className="min-w-0 truncate font-medium text-accent hover:underline"
              onClick={() => {
                onOpen(plan);
              }}
            >
              <bdi>{plan.name}</bdi>
            </button>
          ) : (
            <bdi className="min-w-0 truncate font-medium">{plan.name}</bdi>
          )}
          {plan.default_plan && <Tag>{plans.isDefault}</Tag>}
        </span>
      ),
    }),
    column.display({
      id: 'credits',
      header: plans.credits,
      cell: ({ row }) => (
        <span className="flex flex-wrap gap-1">
          {Object.entries(row.original.credits).map(([name, amount]) => (
            <Tag key={name}>{`${number.format(amount)} ${name}`}</Tag>
          ))}
        </span>
      ),
    }),
    column.accessor(({ plan_lookup_key: key }) => key ?? '–', {
      id: 'price',
      header: plans.price,
      meta: { wide: true },
    }),
    column.display({
      id: 'agents',
      header: plans.agents,
      meta: { wide: true, narrow: true, end: true },
      cell: ({ row: { original: plan } }) => (
        <Link to="/billing-accounts" search={{ plan: plan.id }} className="text-accent hover:underline">
          {number.format(plan.user_count)}
        </Link>
      ),
    }),
  ]);
};

/** What agents can be on, and how many are. */
export function PlansPage() {
  const texts = useTexts();
  const locale = useLocale();
  const me = useMe();
  const { data, error, refetch } = useQuery(plansQuery);
  const [opened, setOpened] = useState<Plan | 'new' | null>(null);
  const mayChange = may(me, 'billing:manage');
  const columns = useMemo(() => columnsIn(texts, locale, mayChange ? setOpened : null), [texts, locale, mayChange]);
  return (
    <Page
      title={texts.plans.title}
      actions={
        mayChange && (
          <Button
            look="main"
            onClick={() => {
              setOpened('new');
            }}
          >
            <PlusIcon />
            {texts.plans.new}
          </Button>
        )
      }
    >
      {error && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingState />}
      {data && (
        <>
          <p className="text-soft">{texts.plans.methods[data.agency.billing_method]}</p>
          <DataTable
            label={texts.plans.title}
            columns={columns}
            rows={data.plans}
            rowId={({ id }) => id}
            empty={<EmptyState title={texts.plans.none}>{texts.plans.noneHow}</EmptyState>}
          />
          {data.total > data.plans.length && <p>{texts.plans.more(data.total - data.plans.length)}</p>}
        </>
      )}
      {data && opened && (
        <PlanPanel
          agencyId={data.agency.id}
          plan={opened === 'new' ? null : opened}
          onClose={() => {
            setOpened(null);
          }}
        />
      )}
    </Page>
  );
}
