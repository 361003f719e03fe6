import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';

import { type Webhook, webhooksQuery } from '../api/webhooks.js';
import { Page } from '../shell/page.js';
import { useTexts } from '../shell/preferences.js';
import type { Texts } from '../texts/en.js';
import { buttonLook } from '../ui/button.js';
import { columnsOf, DataTable } from '../ui/data-table.js';
import { PlusIcon } from '../ui/icons.js';
import { ProblemNote } from '../ui/problem-note.js';
import { EmptyState, LoadingState } from '../ui/states.js';
import { Time } from '../ui/time.js';
import { WebhookState } from './webhook-states.js';

const column = columnsOf<Webhook>();

const columnsIn = ({ agents, webhooks }: Texts) =>
  column.columns([
    column.display({
      id: 'name',
      header: agents.columns.name,
      cell: ({ row: { original: webhook } }) => (
        <Link
          to="/webhooks/$id"
          params={{ id: String(webhook.id) }}
          className="font-medium text-accent hover:underline max-md:block max-md:max-w-40 max-md:truncate"
        >
          <bdi>{webhook.name}</bdi>
        </Link>
      ),
    }),
    column.display({
      id: 'state',
      header: agents.columns.enabled,
      cell: ({ row }) => <WebhookState webhook={row.original} />,
    }),
    column.accessor('url', { id: 'url', header: webhooks.url, meta: { wide: true } }),
    column.display({
      id: 'events',
      header: webhooks.events,
      meta: { wide: true, narrow: true, end: true },
      cell: ({ row }) => row.original.events.length,
    }),
    column.display({
      id: 'changed',
      header: agents.columns.changed,
      meta: { wide: true, narrow: true },
      cell: ({ row }) => <Time at={row.original.updated_at} />,
    }),
  ]);

/** Who is told of events. */
export function WebhooksPage() {
  const texts = useTexts();
  const { data, error, refetch } = useQuery(webhooksQuery);
  const columns = useMemo(() => columnsIn(texts), [texts]);
  return (
    <Page
      title={texts.webhooks.title}
      actions={
        <Link to="/webhooks/$id" params={{ id: 'new' }} className={buttonLook('main')}>
          <PlusIcon />
          {texts.webhooks.new}
        </Link>
      }
    >
      {error && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingState />}
      {data && (
        <DataTable
          label={texts.webhooks.title}
          columns={columns}
          rows={data}
          rowId={({ id }) => String(id)}
          empty={<EmptyState title={texts.webhooks.none}>{texts.webhooks.noneHow}</EmptyState>}
        />
      )}
    </Page>
  );
}
