/** What the command shows of an import, as the api answers it. */
export interface ImportProgress {
  readonly id: number;
  readonly status: string;
  readonly problem: string | null;
  readonly total: number;
  readonly processed: number;
  readonly created: number;
  readonly updated: number;
  readonly skipped: number;
  readonly failed: number;
  readonly progress: number;
  readonly rows_per_second: number | null;
  readonly estimated_end: string | null;
  readonly ended_at: string | null;
}

const BAR = 30;

/** One line for a terminal of so many columns, which the next one is written over. */
export function progressBar(of: ImportProgress, columns: number): string {
  const full = Math.round(BAR * of.progress);
  const bar = `${'█'.repeat(full)}${'░'.repeat(BAR - full)}`;
  const pace = of.rows_per_second === null ? '' : `, ${Math.round(of.rows_per_second)} a second`;
  const failed = of.failed > 0 ? `, ${of.failed} failed` : '';
  const line = `${bar} ${Math.floor(100 * of.progress)} % (${of.processed} of ${of.total}${failed}${pace})`;
  return line.slice(0, columns - 1).padEnd(columns - 1);
}

/** One line for a log. */
export function progressLine({ id, status, processed, total, failed }: ImportProgress): string {
  return `import ${id} is ${status}: ${processed} of ${total} rows, ${failed} failed`;
}

/** How it ended, and what to do about rows that failed. */
export function finalText(of: ImportProgress, url: string): string {
  const counts = `${of.created} created, ${of.updated} updated, ${of.skipped} skipped, ${of.failed} failed`;
  const problem = of.problem === null ? '' : `Rollcall stopped the import: ${of.problem}\n`;
  const failed =
    of.failed > 0 ? `The failed rows, each with its reason, to be corrected and sent again: ${url}/failed.csv\n` : '';
  return `Import ${of.id} is ${of.status}: ${counts}\n${problem}${failed}`;
}
