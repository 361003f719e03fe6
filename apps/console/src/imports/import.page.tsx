import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { cancelImport, type Import, IMPORTS, startImport, type Upload } from '../api/imports.js';
import { Page } from '../shell/page.js';
import { useTexts } from '../shell/preferences.js';
import { Button, buttonLook } from '../ui/button.js';
import { Confirm } from '../ui/confirm.js';
import { ProblemNote } from '../ui/problem-note.js';
import { ProgressBar } from '../ui/progress-bar.js';
import { Time } from '../ui/time.js';
import { FailedRows } from './failed-rows.js';
import { ImportState } from './import-state.js';
import { keptUpload } from './kept-upload.js';
import { useImport } from './use-import.js';

const route = getRouteApi('/inside/agents/imports/$id');

/** One import: how far it is, what became of its rows, and what is to be done about the failed ones. */
export function ImportPage() {
  const texts = useTexts();
  const { id } = route.useParams();
  const shown = useImport(Number(id));
  const upload = keptUpload(shown.id);
  return (
    <Page
      title={texts.imports.title(shown.id, shown.dry_run)}
      actions={
        <>
          {shown.ended_at === null && <Cancel of={shown} />}
          {shown.status === 'done' && shown.dry_run && upload && <ForReal upload={upload} />}
          <Link to="/agents/imports" className={buttonLook('plain')}>
            {texts.imports.heading}
          </Link>
        </>
      }
    >
      <Progress of={shown} />
      {shown.problem && <p role="alert">{shown.problem}</p>}
      {shown.ended_at !== null && shown.failed > 0 && <FailedRows of={shown} />}
    </Page>
  );
}

function Progress({ of: shown }: { readonly of: Import }) {
  const texts = useTexts();
  const { counts } = texts.imports;
  const rows = [
    [counts.created, shown.created],
    [counts.updated, shown.updated],
    [counts.skipped, shown.skipped],
    [counts.failed, shown.failed],
  ] as const;
  return (
    <div className="flex max-w-3xl flex-col gap-3 rounded-lg border border-line bg-surface p-4">
      <div role="status" className="flex flex-wrap gap-x-4 gap-y-1">
        <ImportState status={shown.status} />
        <span>{texts.imports.processed(shown.processed, shown.total)}</span>
        {shown.ended_at === null && shown.rows_per_second !== null && (
          <span className="text-soft">{texts.imports.pace(Math.round(shown.rows_per_second))}</span>
        )}
        {shown.estimated_end !== null && (
          <span className="text-soft">
            {texts.imports.ends} <Time at={shown.estimated_end} />
          </span>
        )}
      </div>
      <ProgressBar label={texts.imports.processed(shown.processed, shown.total)} done={shown.progress} />
      <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        {rows.map(([name, count]) => (
          <div key={name} className="flex flex-col-reverse">
            <dt className="text-sm text-soft">{name}</dt>
            <dd className="text-xl font-semibold">{count}</dd>
          </div>
        ))}
      </dl>
      {shown.dry_run && <p className="text-soft">{texts.imports.trialHow}</p>}
    </div>
  );
}

function Cancel({ of: { id } }: { readonly of: Import }) {
  const texts = useTexts();
  const queries = useQueryClient();
  const [isAsked, setAsked] = useState(false);
  return (
    <>
      <Button
        look="danger"
        onClick={() => {
          setAsked(true);
        }}
      >
        {texts.imports.cancel}
      </Button>
      {isAsked && (
        <Confirm
          title={texts.imports.cancelTitle}
          consequence={texts.imports.cancelHow}
          act={texts.imports.cancel}
          run={async () => {
            await cancelImport(id);
            await queries.invalidateQueries({ queryKey: IMPORTS });
          }}
          onClose={() => {
            setAsked(false);
          }}
        />
      )}
    </>
  );
}

/** After a trial: the same file, now in earnest. */
function ForReal({ upload }: { readonly upload: Upload }) {
  const texts = useTexts();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const start = useMutation({
    mutationFn: () => startImport(upload, false),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: IMPORTS });
      await navigate({ to: '/agents/imports/$id', params: { id: String(id) } });
    },
  });
  return (
    <>
      {start.error && <ProblemNote error={start.error} />}
      <Button
        look="main"
        busy={start.isPending}
        onClick={() => {
          start.mutate();
        }}
      >
        {texts.imports.forReal}
      </Button>
    </>
  );
}
