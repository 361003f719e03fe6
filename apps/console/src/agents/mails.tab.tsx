import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';

import type { Agent } from '../api/agents.js';
import { canBeSentAgain, type Mail, mailsQuery, sendAgain } from '../api/mails.js';
import { useTexts } from '../shell/preferences.js';
import type { Texts } from '../texts/en.js';
import { State } from '../ui/badge.js';
import { Button } from '../ui/button.js';
import { columnsOf, DataTable } from '../ui/data-table.js';
import { ProblemNote } from '../ui/problem-note.js';
import { EmptyState, LoadingState } from '../ui/states.js';
import { Time } from '../ui/time.js';

const column = columnsOf<Mail>();

const LOOKS = {
  queued: { tone: 'warn', shape: 'half' },
  sent: { tone: 'good', shape: 'full' },
  failed: { tone: 'bad', shape: 'cross' },
} as const satisfies Record<Mail['status'], object>;

function mailColumns({ mails, agents, session }: Texts, onAgain: (mail: Mail) => void) {
  return column.columns([
    column.display({ id: 'mail', header: mails.mail, cell: ({ row }) => mails.kinds[row.original.template] }),
    column.display({
      id: 'status',
      header: agents.columns.enabled,
      cell: ({ row: { original: mail } }) => (
        <>
          <State {...LOOKS[mail.status]}>{mails.states[mail.status]}</State>
          {mail.last_error && <span className="block text-sm whitespace-normal text-soft">{mail.last_error}</span>}
        </>
      ),
    }),
    column.accessor('to', { id: 'to', header: session.email, meta: { wide: true } }),
    column.accessor('attempts', { id: 'attempts', header: mails.attempts, meta: { wide: true } }),
    column.display({
      id: 'created',
      header: mails.asked,
      meta: { wide: true },
      cell: ({ row }) => <Time at={row.original.created_at} />,
    }),
    column.display({
      id: 'sent',
      header: mails.sent,
      meta: { wide: true },
      cell: ({ row }) => <Time at={row.original.sent_at} />,
    }),
    column.display({
      id: 'again',
      header: agents.actions.title,
      meta: { narrow: true },
      cell: ({ row: { original: mail } }) =>
        canBeSentAgain(mail) && (
          <Button
            size="small"
            onClick={() => {
              onAgain(mail);
            }}
          >
            {mails.again}
          </Button>
        ),
    }),
  ]);
}

/** The mails to an agent, and what became of each. */
export function MailsTab({ agent }: { readonly agent: Agent }) {
  const texts = useTexts();
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery(mailsQuery(agent.id));
  const again = useMutation({
    mutationFn: (mail: Mail) => sendAgain(agent.id, mail),
    onSuccess: () => queries.invalidateQueries({ queryKey: mailsQuery(agent.id).queryKey }),
  });
  const { mutate } = again;
  const columns = useMemo(() => mailColumns(texts, mutate), [texts, mutate]);
  if (error) return <ProblemNote error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState />;
  return (
    <div className="flex flex-col gap-3">
      {again.error && <ProblemNote error={again.error} />}
      <DataTable
        label={texts.agents.tabs.mails}
        columns={columns}
        rows={data}
        rowId={({ id }) => String(id)}
        empty={<EmptyState title={texts.mails.none}>{texts.mails.noneHow}</EmptyState>}
      />
    </div>
  );
}
