import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { type CreditEntry, ledgerQuery } from '../api/billing.js';
import { useLocale, useTexts } from '../shell/preferences.js';
import type { Texts } from '../texts/en.js';
import { columnsOf, DataTable } from '../ui/data-table.js';
import { OlderButton } from '../ui/older-button.js';
import { ProblemNote } from '../ui/problem-note.js';
import { EmptyState, LoadingState } from '../ui/states.js';
import { Time } from '../ui/time.js';

const column = columnsOf<CreditEntry>();

const columnsIn = ({ billing }: Texts, locale: string) => {
  const amount = new Intl.NumberFormat(locale, { signDisplay: 'exceptZero' });
  return column.columns([
    column.display({
      id: 'at',
      header: billing.at,
      meta: { narrow: true },
      cell: ({ row }) => <Time at={row.original.created_at} />,
    }),
    column.accessor('credit', { id: 'credit', header: billing.credit }),
    column.display({
      id: 'why',
      header: billing.why,
      meta: { wide: true },
      cell: ({ row: { original } }) =>
        original.key === null ? billing.grant : <code className="font-mono text-sm">{original.key}</code>,
    }),
    column.display({
      id: 'amount',
      header: billing.amount,
      meta: { narrow: true, end: true },
      cell: ({ row }) => amount.format(row.original.amount),
    }),
  ]);
};

/** What was granted to an agent and used, the latest first, as far back as one asks for. */
export function Ledger({ agentId }: { readonly agentId: number }) {
  const texts = useTexts();
  const locale = useLocale();
  const columns = useMemo(() => columnsIn(texts, locale), [texts, locale]);
  const list = useInfiniteQuery(ledgerQuery(agentId));
  const { data, error, refetch } = list;
  if (error) return <ProblemNote error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState />;
  return (
    <div className="flex flex-col items-start gap-3 *:w-full">
      <DataTable
        label={texts.billing.ledger}
        columns={columns}
        rows={data.pages.flatMap(({ results }) => results)}
        rowId={({ id }) => String(id)}
        empty={<EmptyState title={texts.billing.noEntries}>{texts.billing.noEntriesHow}</EmptyState>}
      />
      <OlderButton list={list}>{texts.billing.older}</OlderButton>
    </div>
  );
}
