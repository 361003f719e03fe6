import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';

import { type Provider, providersQuery } from '../api/oidc.js';
import { EnabledState } from '../agents/agent-states.js';
import { Page } from '../shell/page.js';
import { useTexts } from '../shell/preferences.js';
import type { Texts } from '../texts/en.js';
import { buttonLook } from '../ui/button.js';
import { columnsOf, DataTable } from '../ui/data-table.js';
import { PlusIcon } from '../ui/icons.js';
import { ProblemNote } from '../ui/problem-note.js';
import { EmptyState, LoadingState } from '../ui/states.js';
import { Time } from '../ui/time.js';

const column = columnsOf<Provider>();

const columnsIn = ({ agents, providers }: Texts) =>
  column.columns([
    column.display({
      id: 'name',
      header: agents.columns.name,
      cell: ({ row: { original: provider } }) => (
        <Link
          to="/providers/$id"
          params={{ id: String(provider.id) }}
          className="font-medium text-accent hover:underline max-md:block max-md:max-w-40 max-md:truncate"
        >
          <bdi>{provider.name}</bdi>
        </Link>
      ),
    }),
    column.display({
      id: 'state',
      header: agents.columns.enabled,
      cell: ({ row }) => <EnabledState enabled={row.original.enabled} />,
    }),
    column.accessor('provider_url', { id: 'url', header: providers.url, meta: { wide: true } }),
    column.accessor(({ teams }) => teams.length, {
      id: 'teams',
      header: providers.mapped,
      meta: { wide: true, narrow: true, end: true },
    }),
    column.display({
      id: 'changed',
      header: agents.columns.changed,
      meta: { wide: true, narrow: true },
      cell: ({ row }) => <Time at={row.original.updated_at} />,
    }),
  ]);

/** By whom people are let in beside their password. */
export function ProvidersPage() {
  const texts = useTexts();
  const { data, error, refetch } = useQuery(providersQuery);
  const columns = useMemo(() => columnsIn(texts), [texts]);
  return (
    <Page
      title={texts.providers.title}
      actions={
        <Link to="/providers/$id" params={{ id: 'new' }} className={buttonLook('main')}>
          <PlusIcon />
          {texts.providers.new}
        </Link>
      }
    >
      {error && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingState />}
      {data && (
        <DataTable
          label={texts.providers.title}
          columns={columns}
          rows={data}
          rowId={({ id }) => String(id)}
          empty={<EmptyState title={texts.providers.none}>{texts.providers.noneHow}</EmptyState>}
        />
      )}
    </Page>
  );
}
