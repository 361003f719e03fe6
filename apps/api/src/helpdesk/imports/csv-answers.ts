import type { StreamableFile } from '@nestjs/common';
import type { AgentInFile } from '@rollcall/agents';
import { cellOfNames, COLUMNS, csvLine, isReasonColumn, REASON_COLUMN, type ShownRow } from '@rollcall/imports';

import { streamed } from '../streamed.js';

/** Spreadsheets take a file for UTF-8 by it. */
const BYTE_ORDER_MARK = '\uFEFF';

/** A file for a spreadsheet, which runs none of its cells. */
export function csvAnswer(lines: AsyncIterable<string>, name: string): StreamableFile {
  return streamed(marked(lines), {
    type: 'text/csv; charset=utf-8',
    disposition: `attachment; filename="${name}"`,
  });
}

async function* marked(lines: AsyncIterable<string>): AsyncGenerator<string, void> {
  yield BYTE_ORDER_MARK;
  yield* lines;
}

/** The agents in the form that an import takes. */
export async function* linesOfAgents(batches: AsyncIterable<readonly AgentInFile[]>): AsyncGenerator<string, void> {
  yield csvLine(COLUMNS);
  for await (const agents of batches)
    yield agents
      .map(({ firstName, lastName, email, roles, teams }) =>
        csvLine([firstName, lastName, email ?? '', cellOfNames(roles), cellOfNames(teams)]),
      )
      .join('');
}

/** Rows as they were in the file, with a column for the reason why each failed. */
export async function* linesOfFailedRows(
  header: readonly string[],
  batches: AsyncIterable<readonly ShownRow[]>,
): AsyncGenerator<string, void> {
  // A file of failed rows that was sent again has the column already.
  const known = header.findIndex(isReasonColumn);
  const place = known < 0 ? header.length : known;
  yield csvLine(known < 0 ? [...header, REASON_COLUMN] : header);
  for await (const rows of batches)
    yield rows
      .map(({ cells, reason }) => {
        const line = Array.from({ length: Math.max(cells.length, place + 1) }, (_, index) => cells[index] ?? '');
        return csvLine(line.with(place, reason ?? ''));
      })
      .join('');
}
