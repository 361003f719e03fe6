import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';

import { cancelImport, importEventsPath, importQuery, IMPORTS, startImport, type Upload } from '../api/imports.js';
import { Page } from '../shell/page.js';
import { useTexts } from '../shell/preferences.js';
import { Button, buttonLook } from '../ui/button.js';
import { ProblemNote } from '../ui/problem-note.js';
import { CancelWork } from '../work/cancel-work.js';
import { useProgress } from '../work/use-progress.js';
import { WorkProgress } from '../work/work-progress.js';
import { FailedRows } from './failed-rows.js';
import { keptUpload } from './kept-upload.js';

const route = getRouteApi('/inside/agents/imports/$id');

/** One import: how far it is, what became of its rows, and what is to be done about the failed ones. */
export function ImportPage() {
  const texts = useTexts();
  const id = Number(route.useParams().id);
  const { data: shown } = useSuspenseQuery(importQuery(id));
  useProgress(IMPORTS[0], shown, importEventsPath(id));
  const upload = keptUpload(id);
  const { counts } = texts.imports;
  return (
    <Page
      title={texts.imports.title(id, shown.dry_run)}
      actions={
        <>
          {shown.ended_at === null && (
            <CancelWork title={texts.imports.cancelTitle} cancel={() => cancelImport(id)} queryKey={IMPORTS} />
          )}
          {shown.status === 'done' && shown.dry_run && upload && <ForReal upload={upload} />}
          <Link to="/agents/imports" className={buttonLook('plain')}>
            {texts.imports.heading}
          </Link>
        </>
      }
    >
      <WorkProgress
        of={shown}
        label={texts.imports.processed(shown.processed, shown.total)}
        counts={[
          [counts.created, shown.created],
          [counts.updated, shown.updated],
          [counts.skipped, shown.skipped],
          [counts.failed, shown.failed],
        ]}
      >
        {shown.dry_run && <p className="text-soft">{texts.imports.trialHow}</p>}
      </WorkProgress>
      {shown.ended_at !== null && shown.failed > 0 && <FailedRows of={shown} />}
    </Page>
  );
}

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
