import { useMemo } from 'react';

import type { ActivityEntry } from '../api/activity.js';
import { useTexts } from '../shell/preferences.js';
import type { Texts } from '../texts/en.js';
import { columnsOf, DataTable } from '../ui/data-table.js';
import { EmptyState } from '../ui/states.js';
import { Time } from '../ui/time.js';
import { fieldChanges } from './changes.js';

const column = columnsOf<ActivityEntry>();

const columnsIn = ({ activity }: Texts) =>
  column.columns([
    column.display({
      id: 'at',
      header: activity.at,
      meta: { wide: true, narrow: true },
      cell: ({ row }) => <Time at={row.original.created_at} />,
    }),
    column.display({ id: 'what', header: activity.what, cell: ({ row }) => <What entry={row.original} /> }),
    column.accessor('ip', { id: 'ip', header: activity.ip, meta: { wide: true, narrow: true } }),
  ]);

/** Entries of the activity log, each with what was before and after. */
export function ActivityTable({
  entries,
  isNarrowed = false,
}: {
  readonly entries: readonly ActivityEntry[];
  /** Whether there may be others. */
  readonly isNarrowed?: boolean;
}) {
  const texts = useTexts();
  const columns = useMemo(() => columnsIn(texts), [texts]);
  return (
    <DataTable
      label={texts.shell.activity}
      columns={columns}
      rows={entries}
      rowId={({ id }) => String(id)}
      empty={<EmptyState title={isNarrowed ? texts.common.nothingFound : texts.activity.none} />}
    />
  );
}

function What({ entry }: { readonly entry: ActivityEntry }) {
  const texts = useTexts();
  const changes = fieldChanges(entry.changes);
  const sentence = <bdi className="break-words whitespace-normal">{entry.activity_description}</bdi>;
  return (
    <div className="min-w-0 whitespace-normal">
      <span className="block text-xs text-soft md:hidden">
        <Time at={entry.created_at} />
      </span>
      {changes.length === 0 ? (
        sentence
      ) : (
        <details>
          <summary>{sentence}</summary>
          <table className="my-1.5 ml-4 border-collapse text-sm">
            <thead>
              <tr className="text-xs text-soft">
                {[texts.activity.field, texts.activity.before, texts.activity.after].map((name) => (
                  <th key={name} scope="col" className="pr-6 text-start font-medium">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {changes.map(({ field, before, after }) => (
                <tr key={field} className="align-top">
                  <th scope="row" className="pr-6 text-start font-mono text-xs font-normal">
                    {field}
                  </th>
                  <td className="pr-6 break-all text-bad">
                    <del className="no-underline">{before}</del>
                  </td>
                  <td className="break-all text-good">
                    <ins className="no-underline">{after}</ins>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </div>
  );
}
