import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { type Overview, overviewQuery } from '../api/overview.js';
import { Page } from '../shell/page.js';
import { useTexts } from '../shell/preferences.js';
import { DayChart } from '../ui/day-chart.js';
import { ProblemNote } from '../ui/problem-note.js';
import { LoadingState } from '../ui/states.js';
import { AgentCounts } from './agent-counts.js';
import { Attention } from './attention.js';
import { daysSince } from './days-since.js';
import { Queues } from './queues.js';

/** How the directory is: what needs attention first. */
export function OverviewPage() {
  const texts = useTexts();
  const { data, error, refetch, dataUpdatedAt } = useQuery(overviewQuery);
  return (
    <Page title={texts.overview.title}>
      {error && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingState />}
      {data && (
        <>
          <Attention overview={data} now={dataUpdatedAt} />
          <div className="grid gap-4 lg:grid-cols-2">
            {data.agents && (
              <Part title={texts.shell.agents}>
                <AgentCounts counts={data.agents} />
              </Part>
            )}
            <Charts overview={data} />
            {data.queues && (
              <Part title={texts.overview.queues}>
                <Queues queues={data.queues} />
              </Part>
            )}
          </div>
        </>
      )}
    </Page>
  );
}

function Charts({ overview }: { readonly overview: Overview }) {
  const { overview: texts } = useTexts();
  const { since, sign_ins: signIns, mails, deliveries } = overview;
  return (
    <>
      {signIns && (
        <Part title={texts.signIns}>
          <DayChart
            label={texts.chart(texts.signIns)}
            above={texts.succeeded}
            below={texts.failed}
            bad
            days={daysSince(since, signIns).map(({ day, known }) => ({
              day,
              above: known?.succeeded ?? 0,
              below: known?.failed ?? 0,
            }))}
          />
        </Part>
      )}
      {mails && (
        <Part title={texts.mails} note={texts.onTheirWay(mails.reduce((sum, { queued }) => sum + queued, 0))}>
          <DayChart
            label={texts.chart(texts.mails)}
            above={texts.sent}
            below={texts.failed}
            bad
            days={daysSince(since, mails).map(({ day, known }) => ({
              day,
              above: known?.sent ?? 0,
              below: known?.failed ?? 0,
            }))}
          />
        </Part>
      )}
      {deliveries && (
        <Part
          title={texts.deliveries}
          note={texts.onTheirWay(deliveries.reduce((sum, { pending }) => sum + pending, 0))}
        >
          <DayChart
            label={texts.chart(texts.deliveries)}
            above={texts.delivered}
            below={texts.failed}
            bad
            days={daysSince(since, deliveries).map(({ day, known }) => ({
              day,
              above: known?.delivered ?? 0,
              below: known?.failed ?? 0,
            }))}
          />
        </Part>
      )}
    </>
  );
}

interface PartProps {
  readonly title: string;
  readonly note?: string;
  readonly children: ReactNode;
}

function Part({ title, note, children }: PartProps) {
  return (
    <section className="flex min-w-0 flex-col gap-3 rounded-lg border border-line bg-surface p-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 className="font-semibold">{title}</h2>
        {note && <span className="text-sm text-soft">{note}</span>}
      </div>
      {children}
    </section>
  );
}
