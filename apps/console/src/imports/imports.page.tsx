import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';

import { type Import, importsQuery } from '../api/imports.js';
import { Page } from '../shell/page.js';
import { useTexts } from '../shell/preferences.js';
import type { Texts } from '../texts/en.js';
import { columnsOf, DataTable } from '../ui/data-table.js';
import { ProblemNote } from '../ui/problem-note.js';
import { EmptyState, LoadingState } from '../ui/states.js';
import { Time } from '../ui/time.js';
import { WorkState } from '../work/work-state.js';
import { UploadForm } from './upload-form.js';

const column = columnsOf<Import>();

const columnsIn = ({ imports, agents }: Texts) =>
  column.columns([
    column.display({
      id: 'import',
      header: imports.import,
      cell: ({ row: { original: one } }) => (
        <Link
          to="/agents/imports/$id"
          params={{ id: String(one.id) }}
          className="font-medium text-accent hover:underline"
        >
          {imports.title(one.id, one.dry_run)}
        </Link>
      ),
    }),
    column.display({
      id: 'state',
      header: agents.columns.enabled,
      cell: ({ row }) => <WorkState status={row.original.status} />,
    }),
    column.accessor('total', { id: 'total', header: imports.rows, meta: { wide: true } }),
    column.accessor('created', { id: 'created', header: imports.counts.created, meta: { wide: true } }),
    column.accessor('updated', { id: 'updated', header: imports.counts.updated, meta: { wide: true } }),
    column.accessor('skipped', { id: 'skipped', header: imports.counts.skipped, meta: { wide: true } }),
    column.accessor('failed', { id: 'failed', header: imports.counts.failed }),
    column.display({
      id: 'at',
      header: agents.columns.created,
      meta: { wide: true },
      cell: ({ row }) => <Time at={row.original.created_at} />,
    }),
  ]);

/** Brings in agents from a file, and shows what became of the files before. */
export function ImportsPage() {
  const texts = useTexts();
  const { data, error, refetch } = useQuery(importsQuery);
  const columns = useMemo(() => columnsIn(texts), [texts]);
  return (
    <Page title={texts.imports.heading}>
      <UploadForm />
      {error && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingState />}
      {data && (
        <DataTable
          label={texts.imports.heading}
          columns={columns}
          rows={data}
          rowId={({ id }) => String(id)}
          empty={<EmptyState title={texts.imports.none}>{texts.imports.noneHow}</EmptyState>}
        />
      )}
    </Page>
  );
}
