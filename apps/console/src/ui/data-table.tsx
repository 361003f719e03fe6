import {
  columnVisibilityFeature,
  createColumnHelper,
  metaHelper,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import type { ColumnDef, RowData } from '@tanstack/react-table';
import type { ReactNode } from 'react';

import { DownIcon, UpIcon } from './icons.js';
import { nextSort, sortOf } from './next-sort.js';

interface ColumnMeta {
  /** Whether there is no room for it on a phone. */
  readonly wide?: boolean;
  /** Whether it takes no more room than it needs. */
  readonly narrow?: boolean;
  /** Whether it ends where its cells end, as numbers do. */
  readonly end?: boolean;
}

const features = tableFeatures({ columnVisibilityFeature, columnMeta: metaHelper<ColumnMeta>() });

export type Columns<T extends RowData> = readonly ColumnDef<typeof features, T>[];

/** Makes the columns of a table of such rows. */
export function columnsOf<T extends RowData>() {
  return createColumnHelper<typeof features, T>();
}

/** By which column the api sorts the rows, and by which it could. */
export interface Sorting {
  readonly columns: readonly string[];
  /** A column; with a minus before it, its greatest comes first. */
  readonly sort: string;
  readonly onSort: (sort: string) => void;
}

/** Which rows are chosen, to do something with them. */
export interface Selecting<T> {
  /** For choosing all that are shown. */
  readonly label: string;
  readonly labelOf: (row: T) => string;
  /** The ids of the chosen rows. */
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (rows: readonly T[], isChosen: boolean) => void;
}

interface DataTableProps<T extends RowData> {
  /** What the rows are, for a screen reader. */
  readonly label: string;
  readonly columns: Columns<T>;
  readonly rows: readonly T[];
  readonly rowId: (row: T) => string;
  /** The columns that are not shown. */
  readonly hidden?: readonly string[];
  /** Left out where the order is given. */
  readonly sorting?: Sorting;
  /** Left out where rows are not chosen. */
  readonly selecting?: Selecting<T>;
  /** In place of the rows when there are none. */
  readonly empty: ReactNode;
}

/** A dense table. The api sorts the rows and cuts them into pages. */
export function DataTable<T extends RowData>({
  label,
  columns,
  rows,
  rowId,
  hidden = [],
  sorting,
  selecting,
  empty,
}: DataTableProps<T>) {
  const table = useTable({
    features,
    columns: [...columns],
    data: [...rows],
    getRowId: rowId,
    state: { columnVisibility: Object.fromEntries(hidden.map((id) => [id, false])) },
  });
  if (rows.length === 0) return <div className="rounded-lg border border-line bg-surface">{empty}</div>;
  return (
    <div className="relative overflow-x-auto rounded-lg border border-line bg-surface">
      <table aria-label={label} className="w-full border-collapse text-start">
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id} className="border-b border-line">
              {selecting && (
                <th scope="col" className="w-px pl-3">
                  <RowCheck
                    label={selecting.label}
                    checked={rows.every((row) => selecting.chosen.has(rowId(row)))}
                    partly={rows.some((row) => selecting.chosen.has(rowId(row)))}
                    onValue={(isChosen) => {
                      selecting.onChoose(rows, isChosen);
                    }}
                  />
                </th>
              )}
              {group.headers.map((header) => (
                <th
                  key={header.id}
                  scope="col"
                  aria-sort={sorting?.columns.includes(header.id) ? sortOf(sorting.sort, header.id) : undefined}
                  className={`h-8 px-3 text-xs font-medium whitespace-nowrap text-soft ${place(header.column.columnDef.meta)}`}
                >
                  {sorting?.columns.includes(header.id) ? (
                    <SortButton sorting={sorting} column={header.id}>
                      <table.FlexRender header={header} />
                    </SortButton>
                  ) : (
                    <table.FlexRender header={header} />
                  )}
                </th>
              ))}
            </tr>
          ))}
        </thead>
        <tbody>
          {table.getRowModel().rows.map((row) => (
            <tr key={row.id} className="border-b border-line last:border-0 hover:bg-hover">
              {selecting && (
                <td className="w-px pl-3">
                  <RowCheck
                    label={selecting.labelOf(row.original)}
                    checked={selecting.chosen.has(row.id)}
                    onValue={(isChosen) => {
                      selecting.onChoose([row.original], isChosen);
                    }}
                  />
                </td>
              )}
              {row.getVisibleCells().map((cell) => (
                <td
                  key={cell.id}
                  className={`max-w-80 truncate px-3 py-0.5 align-baseline ${place(cell.column.columnDef.meta)}`}
                >
                  <table.FlexRender cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RowCheck({
  label,
  checked,
  partly = false,
  onValue,
}: {
  readonly label: string;
  readonly checked: boolean;
  readonly partly?: boolean;
  readonly onValue: (isChosen: boolean) => void;
}) {
  return (
    <input
      type="checkbox"
      aria-label={label}
      checked={checked}
      ref={(box) => {
        if (box) box.indeterminate = partly && !checked;
      }}
      onChange={(event) => {
        onValue(event.target.checked);
      }}
      className="block size-4 accent-accent pointer-coarse:size-6"
    />
  );
}

function SortButton({
  sorting: { sort, onSort },
  column,
  children,
}: {
  readonly sorting: Sorting;
  readonly column: string;
  readonly children: ReactNode;
}) {
  const now = sortOf(sort, column);
  return (
    <button
      type="button"
      className="-mx-1 flex items-center gap-0.5 rounded-sm px-1 hover:text-ink"
      onClick={() => {
        onSort(nextSort(sort, column));
      }}
    >
      {children}
      <span className={now === 'none' ? 'invisible' : ''}>{now === 'descending' ? <DownIcon /> : <UpIcon />}</span>
    </button>
  );
}

function place({ wide = false, narrow = false, end = false }: ColumnMeta = {}): string {
  return `${wide ? 'max-md:hidden' : ''} ${narrow ? 'w-px whitespace-nowrap' : ''} ${end ? 'text-end' : 'text-start'}`;
}
