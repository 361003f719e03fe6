import { CsvError, parse } from 'csv-parse/browser/esm/sync';

/** How much of a file is read for its preview, in bytes. */
export const PREVIEW_BYTES = 65_536;

const ROWS = 5;

/** Those that the api reads. */
const DELIMITERS = [',', ';', '\t'] as const;

/** The beginning of a file, as the api will see it. */
export interface CsvPreview {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The header and the first rows, by the delimiter that gives the most columns; null when the text is no table. */
export function previewOf(text: string): CsvPreview | null {
  const [best] = DELIMITERS.flatMap((delimiter) => recordsOf(text, delimiter)).toSorted(
    (one, other) => other.header.length - one.header.length,
  );
  return best ?? null;
}

function recordsOf(text: string, delimiter: string): CsvPreview[] {
  try {
    const options = { bom: true, relax_column_count: true, to: ROWS + 1, delimiter };
    const [header, ...rows]: string[][] = parse(text, options);
    return header ? [{ header, rows }] : [];
  } catch (error) {
    if (error instanceof CsvError) return [];
    throw error;
  }
}
