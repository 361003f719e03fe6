import { useMemo } from 'react';

import type { Overview } from '../api/overview.js';
import { useTexts } from '../shell/preferences.js';
import type { Texts } from '../texts/en.js';
import { columnsOf, DataTable } from '../ui/data-table.js';
import { Time } from '../ui/time.js';

type Queue = NonNullable<Overview['queues']>[number];

const column = columnsOf<Queue>();

const columnsIn = ({ overview, jobs }: Texts) =>
  column.columns([
    column.accessor('name', { id: 'name', header: overview.queue }),
    ...(['waiting', 'running', 'failed'] as const).map((state) =>
      column.display({
        id: state,
        header: jobs.states[state],
        meta: { narrow: true, end: true },
        cell: ({ row }) => (
          <span className={state === 'failed' && row.original.failed > 0 ? 'text-bad' : ''}>{row.original[state]}</span>
        ),
      }),
    ),
    column.display({
      id: 'oldest',
      header: overview.oldest,
      meta: { wide: true, narrow: true },
      cell: ({ row }) => <Time at={row.original.oldest_at} />,
    }),
  ]);

/** What each queue has to do. */
export function Queues({ queues }: { readonly queues: readonly Queue[] }) {
  const texts = useTexts();
  const columns = useMemo(() => columnsIn(texts), [texts]);
  return (
    <DataTable label={texts.overview.queues} columns={columns} rows={queues} rowId={({ name }) => name} empty={null} />
  );
}
