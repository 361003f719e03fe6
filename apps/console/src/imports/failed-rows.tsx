import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { failedRowsPath, failedRowsQuery, type Import, type ImportRow } from '../api/imports.js';
import { useTexts } from '../shell/preferences.js';
import type { Texts } from '../texts/en.js';
import { buttonLook } from '../ui/button.js';
import { columnsOf, DataTable } from '../ui/data-table.js';
import { ProblemNote } from '../ui/problem-note.js';
import { LoadingState } from '../ui/states.js';

const column = columnsOf<ImportRow>();

const columnsIn = ({ imports }: Texts) =>
  column.columns([
    column.accessor('number', { id: 'number', header: imports.row, meta: { narrow: true } }),
    column.display({
      id: 'reason',
      header: imports.reason,
      cell: ({ row }) => <span className="whitespace-normal">{row.original.reason}</span>,
    }),
    column.display({
      id: 'column',
      header: imports.column,
      meta: { wide: true },
      cell: ({ row }) => <code className="font-mono text-sm">{row.original.column}</code>,
    }),
    column.display({
      id: 'cells',
      header: imports.cells,
      meta: { wide: true },
      cell: ({ row }) => <bdi>{row.original.cells.join(' · ')}</bdi>,
    }),
  ]);

/** The rows that failed, the first of them here and all in a file, to be corrected and sent again. */
export function FailedRows({ of: { id, failed } }: { readonly of: Import }) {
  const texts = useTexts();
  const { data, error, refetch } = useQuery(failedRowsQuery(id));
  const columns = useMemo(() => columnsIn(texts), [texts]);
  return (
    <section className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-semibold">{texts.imports.failedRows(failed)}</h2>
        <a href={failedRowsPath(id)} download className={buttonLook('plain')}>
          {texts.imports.download}
        </a>
      </div>
      {error && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingState />}
      {data && (
        <DataTable
          label={texts.imports.failedRows(failed)}
          columns={columns}
          rows={data.results}
          rowId={({ number }) => String(number)}
          empty={null}
        />
      )}
    </section>
  );
}
