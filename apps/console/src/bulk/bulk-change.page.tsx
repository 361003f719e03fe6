import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo } from 'react';

import {
  BULK_CHANGES,
  type BulkChange,
  bulkChangeQuery,
  bulkEventsPath,
  type BulkResult,
  cancelBulkChange,
  refusedQuery,
  SHOWN_RESULTS,
} from '../api/bulk.js';
import { Page } from '../shell/page.js';
import { useTexts } from '../shell/preferences.js';
import type { Texts } from '../texts/en.js';
import { buttonLook } from '../ui/button.js';
import { columnsOf, DataTable } from '../ui/data-table.js';
import { ProblemNote } from '../ui/problem-note.js';
import { LoadingState } from '../ui/states.js';
import { CancelWork } from '../work/cancel-work.js';
import { useProgress } from '../work/use-progress.js';
import { WorkProgress } from '../work/work-progress.js';
import { wordsOf } from './bulk-acts.js';

const route = getRouteApi('/inside/agents/bulk/$id');

/** One bulk change: what it does, how far it is, and which agents were refused and why. */
export function BulkChangePage() {
  const texts = useTexts();
  const id = Number(route.useParams().id);
  const { data: shown } = useSuspenseQuery(bulkChangeQuery(id));
  useProgress(BULK_CHANGES[0], shown, bulkEventsPath(id));
  const { act, names } = wordsOf(shown.change);
  return (
    <Page
      title={texts.bulk.title(id)}
      actions={
        <>
          {shown.ended_at === null && (
            <CancelWork title={texts.bulk.cancelTitle} cancel={() => cancelBulkChange(id)} queryKey={BULK_CHANGES} />
          )}
          <Link to="/agents" className={buttonLook('plain')}>
            {texts.shell.agents}
          </Link>
        </>
      }
    >
      <p dir="auto" className="-mt-2 break-words text-soft">
        {[texts.bulk.acts[act], names.join(', ')].filter(Boolean).join(': ')}
      </p>
      <WorkProgress
        of={shown}
        label={texts.bulk.processed(shown.processed, shown.total)}
        counts={[
          [texts.bulk.changed, shown.processed - shown.failed],
          [texts.bulk.refused, shown.failed],
        ]}
      />
      {shown.ended_at !== null && shown.failed > 0 && <Refused of={shown} />}
    </Page>
  );
}

const column = columnsOf<BulkResult>();

const columnsIn = ({ bulk }: Texts) =>
  column.columns([
    column.display({
      id: 'agent',
      header: bulk.agent,
      meta: { narrow: true },
      cell: ({ row: { original: result } }) => (
        <Link
          to="/agents/$id"
          params={{ id: String(result.agent_id) }}
          className="font-medium text-accent hover:underline"
        >
          {`${bulk.agent} ${result.agent_id}`}
        </Link>
      ),
    }),
    column.display({
      id: 'reason',
      header: bulk.reason,
      cell: ({ row }) => <span className="whitespace-normal">{row.original.reason}</span>,
    }),
  ]);

function Refused({ of: { id, failed } }: { readonly of: BulkChange }) {
  const texts = useTexts();
  const { data, error, refetch } = useQuery(refusedQuery(id));
  const columns = useMemo(() => columnsIn(texts), [texts]);
  return (
    <section className="flex flex-col gap-3">
      <h2 className="font-semibold">{texts.bulk.refusedAgents(failed)}</h2>
      {failed > SHOWN_RESULTS && <p className="text-soft">{texts.bulk.firstShown(SHOWN_RESULTS)}</p>}
      {error && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingState />}
      {data && (
        <DataTable
          label={texts.bulk.refusedAgents(failed)}
          columns={columns}
          rows={data.results}
          rowId={({ number }) => String(number)}
          empty={null}
        />
      )}
    </section>
  );
}
