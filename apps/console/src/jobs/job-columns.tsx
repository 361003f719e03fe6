import type { Job, JobState } from '../api/jobs.js';
import type { Texts } from '../texts/en.js';
import { State } from '../ui/badge.js';
import { Button } from '../ui/button.js';
import { columnsOf } from '../ui/data-table.js';
import { PlainText } from '../ui/plain-text.js';
import { Time } from '../ui/time.js';

const column = columnsOf<Job>();

const LOOKS = {
  waiting: { tone: 'calm', shape: 'empty' },
  running: { tone: 'good', shape: 'half' },
  failed: { tone: 'bad', shape: 'cross' },
} as const satisfies Record<JobState, object>;

/** Of a table of jobs: each with why it failed and what it is about, and a way to have it done again. */
export function jobColumns(texts: Texts, onRetry: (id: string) => void) {
  const { jobs, overview, agents, mails } = texts;
  return column.columns([
    column.display({
      id: 'job',
      header: jobs.job,
      cell: ({ row }) => <Told job={row.original} texts={texts} />,
    }),
    column.display({
      id: 'state',
      header: agents.columns.enabled,
      meta: { narrow: true },
      cell: ({ row: { original: job } }) => <State {...LOOKS[job.state]}>{jobs.states[job.state]}</State>,
    }),
    column.display({
      id: 'queue',
      header: overview.queue,
      meta: { wide: true, narrow: true },
      cell: ({ row }) => row.original.queue ?? '–',
    }),
    column.accessor('attempts', { id: 'attempts', header: mails.attempts, meta: { wide: true, narrow: true } }),
    column.display({
      id: 'promised',
      header: jobs.promised,
      meta: { wide: true, narrow: true },
      cell: ({ row }) => <Time at={row.original.created_at} />,
    }),
    column.display({
      id: 'failed',
      header: jobs.failedAt,
      meta: { wide: true, narrow: true },
      cell: ({ row }) => <Time at={row.original.failed_at} />,
    }),
    column.display({
      id: 'acts',
      header: agents.actions.title,
      meta: { narrow: true },
      cell: ({ row: { original: job } }) =>
        job.state === 'failed' && (
          <Button
            size="small"
            onClick={() => {
              onRetry(job.id);
            }}
          >
            {jobs.retry}
          </Button>
        ),
    }),
  ]);
}

function Told({ job, texts }: { readonly job: Job; readonly texts: Texts }) {
  return (
    <details className="min-w-0 whitespace-normal">
      <summary>
        <code className="font-mono text-sm">{job.name}</code>
        {job.last_error !== null && <span className="block text-sm break-words text-bad">{job.last_error}</span>}
      </summary>
      <div className="flex flex-col gap-2 py-2">
        <PlainText name={texts.jobs.about} text={JSON.stringify(job.payload, null, 2)} />
        <code className="font-mono text-xs break-all text-soft">{job.id}</code>
      </div>
    </details>
  );
}
