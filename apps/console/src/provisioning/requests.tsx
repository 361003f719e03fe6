import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';

import { type ProvisioningRequest, provisioningRequestsQuery } from '../api/provisioning.js';
import { useTexts } from '../shell/preferences.js';
import type { Texts } from '../texts/en.js';
import { State } from '../ui/badge.js';
import { columnsOf, DataTable } from '../ui/data-table.js';
import { CheckField } from '../ui/field.js';
import { OlderButton } from '../ui/older-button.js';
import { PlainText } from '../ui/plain-text.js';
import { ProblemNote } from '../ui/problem-note.js';
import { EmptyState, LoadingState } from '../ui/states.js';
import { Time } from '../ui/time.js';

const column = columnsOf<ProvisioningRequest>();

const columnsIn = (texts: Texts) =>
  column.columns([
    column.display({
      id: 'request',
      header: texts.provisioning.request,
      cell: ({ row }) => <Asked request={row.original} texts={texts} />,
    }),
    column.display({
      id: 'status',
      header: texts.webhooks.status,
      meta: { narrow: true },
      cell: ({ row: { original: request } }) => (
        <State tone={request.failed ? 'bad' : 'good'} shape={request.failed ? 'cross' : 'full'}>
          {request.status ?? texts.provisioning.noAnswer}
        </State>
      ),
    }),
    column.display({
      id: 'key',
      header: texts.keys.key,
      meta: { wide: true },
      cell: ({ row: { original: request } }) => <bdi>{request.key_name ?? texts.provisioning.noKey}</bdi>,
    }),
    column.display({
      id: 'took',
      header: texts.webhooks.took,
      meta: { wide: true, narrow: true },
      cell: ({ row }) => `${row.original.duration_ms} ms`,
    }),
    column.display({
      id: 'at',
      header: texts.activity.at,
      meta: { wide: true, narrow: true },
      cell: ({ row }) => <Time at={row.original.created_at} />,
    }),
  ]);

/** The request, why it failed, and when it is opened the whole of it with its answer. */
function Asked({ request, texts }: { readonly request: ProvisioningRequest; readonly texts: Texts }) {
  return (
    <details className="min-w-0 whitespace-normal">
      <summary>
        <code className="font-mono text-sm break-all">
          {request.method} {request.path}
        </code>
        {request.detail !== null && (
          <span className="block text-sm break-words text-bad">
            {request.scim_type !== null && <code className="font-mono">{request.scim_type}: </code>}
            {request.detail}
          </span>
        )}
        <span className="block text-sm text-soft md:hidden">
          <Time at={request.created_at} />
        </span>
      </summary>
      <div className="flex flex-col gap-2 py-2 text-sm">
        {request.body !== null && <PlainText name={texts.webhooks.request} text={request.body} />}
        {request.answer !== null && <PlainText name={texts.webhooks.answer} text={request.answer} />}
        <p className="break-all text-soft">
          {texts.problem.requestId} <code className="font-mono">{request.request_id}</code>
        </p>
      </div>
    </details>
  );
}

/** The last requests of identity providers, from which one sees why a sync fails. */
export function Requests() {
  const texts = useTexts();
  const [failed, setFailed] = useState(false);
  const columns = useMemo(() => columnsIn(texts), [texts]);
  const list = useInfiniteQuery(provisioningRequestsQuery(failed));
  const { data, error, refetch } = list;
  return (
    <div className="flex flex-col items-start gap-3 *:w-full">
      <CheckField label={texts.webhooks.failedOnly} checked={failed} onValue={setFailed} />
      {error && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingState />}
      {data && (
        <DataTable
          label={texts.provisioning.requests}
          columns={columns}
          rows={data.pages.flat()}
          rowId={({ id }) => String(id)}
          empty={
            <EmptyState title={failed ? texts.common.nothingFound : texts.provisioning.noRequests}>
              {!failed && texts.provisioning.noRequestsHow}
            </EmptyState>
          }
        />
      )}
      <OlderButton list={list}>{texts.provisioning.older}</OlderButton>
    </div>
  );
}
