import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';

import { JOBS, jobsQuery, type JobState, retryJob, retryJobs } from '../api/jobs.js';
import { Queues } from '../overview/queues.js';
import { Page } from '../shell/page.js';
import { useTexts } from '../shell/preferences.js';
import { Button } from '../ui/button.js';
import { DataTable } from '../ui/data-table.js';
import { Choice } from '../ui/field.js';
import { OlderButton } from '../ui/older-button.js';
import { ProblemNote } from '../ui/problem-note.js';
import { EmptyState, LoadingState } from '../ui/states.js';
import { jobColumns } from './job-columns.js';

const route = getRouteApi('/inside/jobs');

/** What the worker has to do, and what failed for good, done again when somebody asks for that. */
export function JobsPage() {
  const texts = useTexts();
  const queries = useQueryClient();
  const { state } = route.useSearch();
  const navigate = route.useNavigate();
  const list = useInfiniteQuery(jobsQuery(state));
  const { data, error, refetch } = list;
  const retrying = useMutation({
    mutationFn: (id: string | null) => (id === null ? retryJobs() : retryJob(id)),
    onSuccess: () => queries.invalidateQueries({ queryKey: JOBS }),
  });
  const { mutate } = retrying;
  const columns = useMemo(() => jobColumns(texts, mutate), [texts, mutate]);
  const queues = data?.pages[0]?.queues ?? [];
  const failed = queues.reduce((sum, queue) => sum + queue.failed, 0);
  return (
    <Page
      title={texts.jobs.title}
      actions={
        failed > 0 && (
          <Button
            busy={retrying.isPending}
            onClick={() => {
              mutate(null);
            }}
          >
            {texts.jobs.retryAll}
          </Button>
        )
      }
    >
      {error && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingState />}
      {data && (
        <>
          <Queues queues={queues} />
          {retrying.error && <ProblemNote error={retrying.error} />}
          <div className="flex flex-wrap items-center gap-3">
            <div className="w-44">
              <Choice<JobState | 'all'>
                aria-label={texts.agents.columns.enabled}
                value={state ?? 'all'}
                options={{ all: texts.common.all, ...texts.jobs.states }}
                onValue={(chosen) => {
                  void navigate({ search: chosen === 'all' ? {} : { state: chosen }, replace: true });
                }}
              />
            </div>
            <span role="status" className="text-soft">
              {retrying.data !== undefined && texts.jobs.retried(retrying.data)}
            </span>
          </div>
          <DataTable
            label={texts.jobs.title}
            columns={columns}
            rows={data.pages.flatMap(({ results }) => results)}
            rowId={({ id }) => id}
            empty={<EmptyState title={texts.jobs.none[state ?? 'all']} />}
          />
        </>
      )}
      <OlderButton list={list}>{texts.jobs.older}</OlderButton>
    </Page>
  );
}
