import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';

/** What a spreadsheet may run as a formula (OWASP, CSV injection), behind the quotes that make it harmless. */
const FORMULA = /^'*[=+\-@\t\r]/;

/** The cell as a text that no spreadsheet runs: a quote stands before what could be a formula. */
export function harmless(cell: string): string {
  return FORMULA.test(cell) ? `'${cell}` : cell;
}

/** Undoes {@link harmless}. */
export function asMeant(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell;
}

/** The names in a cell, separated by commas; one that has a comma itself stands in double quotes. */
export function namesIn(cell: string): string[] {
  const names = cell.includes('"') ? quotedNames(cell) : null;
  return (names ?? cell.split(',')).map((name) => name.trim()).filter((name) => name !== '');
}

/** The cell that has these names. */
export function cellOfNames(names: readonly string[]): string {
  return stringify([[...names]], { eof: false });
}

/** A line of a file. */
export function csvLine(cells: readonly string[]): string {
  return stringify([cells.map(harmless)]);
}

/** Null when the quotes in the cell are around no names. */
function quotedNames(cell: string): string[] | null {
  try {
    const records: string[][] = parse(cell, { relax_column_count: true, relax_quotes: true, trim: true });
    return records.flat();
  } catch (error) {
    if (error instanceof CsvError) return null;
    throw error;
  }
}
