import { useMutation, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { endAllSessions, endSession, type Session, type SessionOwner, sessionsQuery } from '../api/sessions.js';
import { useTexts } from '../shell/preferences.js';
import type { Texts } from '../texts/en.js';
import { State } from '../ui/badge.js';
import { Button } from '../ui/button.js';
import { columnsOf, DataTable } from '../ui/data-table.js';
import { ProblemNote } from '../ui/problem-note.js';
import { EmptyState, LoadingState } from '../ui/states.js';
import { Time } from '../ui/time.js';
import { browserName } from './browser-name.js';

const column = columnsOf<Session>();

function sessionColumns({ own, activity }: Texts, onEnd: (id: number) => void) {
  return column.columns([
    column.display({
      id: 'browser',
      header: own.browser,
      cell: ({ row: { original: session } }) => (
        <>
          <span title={session.user_agent ?? undefined}>
            {browserName(session.user_agent ?? '') || own.unknownBrowser}
          </span>
          <span className="block text-sm text-soft md:hidden">
            <Time at={session.last_seen_at} />
          </span>
        </>
      ),
    }),
    column.accessor('ip', { id: 'ip', header: activity.ip, meta: { wide: true } }),
    column.display({
      id: 'begun',
      header: own.begun,
      meta: { wide: true },
      cell: ({ row }) => <Time at={row.original.created_at} />,
    }),
    column.display({
      id: 'seen',
      header: own.seen,
      meta: { wide: true },
      cell: ({ row }) => <Time at={row.original.last_seen_at} />,
    }),
    column.display({
      id: 'end',
      header: own.end,
      meta: { narrow: true },
      cell: ({ row: { original: session } }) =>
        session.current ? (
          <State tone="good" shape="full">
            {own.thisSession}
          </State>
        ) : (
          <Button
            size="small"
            onClick={() => {
              onEnd(session.id);
            }}
          >
            {own.end}
          </Button>
        ),
    }),
  ]);
}

/** Where somebody is signed in, to be ended one by one or all but the one of this browser. */
export function Sessions({ of: owner }: { readonly of: SessionOwner }) {
  const texts = useTexts();
  const { data, error, refetch } = useQuery(sessionsQuery(owner));
  const ending = useMutation({
    mutationFn: (id: number | 'all') => (id === 'all' ? endAllSessions(owner) : endSession(owner, id)),
    onSettled: () => refetch(),
  });
  const { mutate } = ending;
  const columns = useMemo(() => sessionColumns(texts, mutate), [texts, mutate]);
  if (error) return <ProblemNote error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState />;
  return (
    <div className="flex flex-col items-start gap-3">
      {ending.error && <ProblemNote error={ending.error} />}
      <div className="w-full">
        <DataTable
          label={owner === 'me' ? texts.own.sessions : texts.agents.tabs.sessions}
          columns={columns}
          rows={data}
          rowId={({ id }) => String(id)}
          empty={<EmptyState title={texts.own.noSessions}>{texts.own.noSessionsHow}</EmptyState>}
        />
      </div>
      {data.some(({ current }) => !current) && (
        <Button
          look="danger"
          busy={ending.isPending}
          onClick={() => {
            mutate('all');
          }}
        >
          {owner === 'me' ? texts.own.endOthers : texts.own.endAll}
        </Button>
      )}
    </div>
  );
}
