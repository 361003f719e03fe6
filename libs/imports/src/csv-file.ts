import { pipeline, type Readable } from 'node:stream';

import { DomainError, invalidField } from '@rollcall/kernel';
import { CsvError, type Options, parse } from 'csv-parse';
import { parse as parseText } from 'csv-parse/sync';

import { asMeant, namesIn } from './csv-cells.js';
import { type Column, columnPlaces, knownColumns } from './csv-columns.js';

/** A file that can be read from its beginning, several times; at most `bytes` of it when that is given. */
export type OpenFile = (bytes?: number) => Readable;

/** A row of a file, as it was, and what its columns say. Null when it has more or fewer cells than the header. */
export interface CsvRow {
  /** As spreadsheets count: the header is row 1. */
  readonly number: number;
  readonly cells: readonly string[];
  readonly fields: CsvFields | null;
}

/** What a row says; a column that the file does not have is undefined. */
export interface CsvFields {
  readonly first_name: string;
  readonly last_name: string | undefined;
  readonly email: string;
  readonly roles: readonly string[];
  readonly teams: readonly string[] | undefined;
}

const DELIMITERS = [',', ';', '\t'] as const;

/** How much of a file is looked at for its header. */
const HEAD_BYTES = 65_536;

const MAX_ROWS = 200_000;

/** Longer than any row with 1,000 roles and 1,000 teams. */
const MAX_ROW_CHARACTERS = 250_000;

/** `csv-parse` counts characters and not cells. */
const MAX_CELLS = 100_000;

const OPTIONS: Options = { bom: true, relax_column_count: true, max_record_size: MAX_ROW_CHARACTERS };

/** A file of agents (RFC 4180): separated by commas, semicolons or tabs, with or without a byte order mark. */
export class CsvFile {
  private constructor(
    private readonly open: OpenFile,
    private readonly delimiter: string,
    /** The header as it was. */
    readonly header: readonly string[],
    private readonly places: ReadonlyMap<Column, number>,
    private readonly maxRows: number,
  ) {}

  /** Reads the header. @throws DomainError `invalid_input` saying what is wrong with the file */
  static async read(open: OpenFile, maxRows = MAX_ROWS): Promise<CsvFile> {
    const head = Buffer.concat(await open(HEAD_BYTES).toArray());
    const read = DELIMITERS.map((delimiter) => ({ delimiter, ...headerBy(delimiter, head) }));
    const [best] = read.toSorted((a, b) => knownColumns(b.header) - knownColumns(a.header));
    const { delimiter = ',', header = [], mistake } = best ?? {};
    if (mistake) throw mistake;
    return new CsvFile(open, delimiter, header, columnPlaces(header), maxRows);
  }

  /**
   * The rows behind the header, without blank ones, in constant memory.
   * @throws DomainError `invalid_input` naming the row at which the file cannot be read any further
   */
  async *rows(): AsyncGenerator<CsvRow, void> {
    const parser = parse({ ...OPTIONS, delimiter: this.delimiter });
    // The loop over the parser ends with whatever fails.
    pipeline(this.open(), withoutEndlessRows(this.delimiter), parser, () => undefined);
    let number = 0;
    try {
      for await (const read of parser as AsyncIterable<string[]>) {
        number++;
        const cells = read.map((cell) => textOf(cell, number));
        if (number === 1 || cells.every((cell) => cell.trim() === '')) continue;
        if (number > this.maxRows + 1)
          throw invalidField('file', `file has more than ${this.maxRows} rows; split it into several`);
        yield { number, cells, fields: this.fieldsOf(cells) };
      }
    } catch (error) {
      throw readable(error);
    }
  }

  private fieldsOf(cells: readonly string[]): CsvFields | null {
    if (cells.length !== this.header.length) return null;
    const cell = (column: Column): string | undefined => {
      const place = this.places.get(column);
      return place === undefined ? undefined : cells[place];
    };
    const teams = cell('teams');
    return {
      first_name: cell('first_name') ?? '',
      last_name: cell('last_name'),
      email: cell('email') ?? '',
      roles: namesIn(cell('roles') ?? ''),
      teams: teams === undefined ? undefined : namesIn(teams),
    };
  }
}

/** The first row by this delimiter, empty when there is none, or why it cannot be read. */
function headerBy(
  delimiter: string,
  head: Buffer,
): { readonly header: readonly string[]; readonly mistake?: DomainError } {
  try {
    const [header = []] = parseText(head, { ...OPTIONS, delimiter, to: 1 });
    return { header: header.map((cell) => textOf(cell, 1)) };
  } catch (error) {
    const mistake = readable(error);
    if (mistake instanceof DomainError) return { header: [], mistake };
    throw error;
  }
}

/** What a cell says. @throws DomainError `invalid_input` when it is no text in UTF-8 */
function textOf(cell: string, number: number): string {
  if (cell.includes('\0')) refuseRow(number, 'has a NUL character; send a CSV file, not a spreadsheet');
  // It stands for bytes that are no UTF-8.
  if (cell.includes('\uFFFD')) refuseRow(number, 'is not UTF-8; save the file as "CSV UTF-8" and send it again');
  return asMeant(cell);
}

const [NEWLINE, QUOTE] = [0x0a, 0x22];

/**
 * Lets the bytes of a file through up to a row with very many cells, which would take the memory of ten times its length. A row
 * ends with a line outside of quotes.
 */
function withoutEndlessRows(delimiter: string): (source: AsyncIterable<Buffer>) => AsyncGenerator<Buffer, void> {
  const separator = delimiter.charCodeAt(0);
  return async function* through(source) {
    let [number, cells, isQuoted] = [1, 0, false];
    for await (const bytes of source) {
      for (const byte of bytes)
        if (byte === QUOTE) isQuoted = !isQuoted;
        else if (byte === separator) cells++;
        else if (byte === NEWLINE && !isQuoted) [number, cells] = [number + 1, 0];
      if (cells > MAX_CELLS) refuseRow(number, `has more than ${MAX_CELLS} columns`);
      yield bytes;
    }
  };
}

function refuseRow(number: number, what: string): never {
  throw invalidField('file', `file, row ${number} ${what}`);
}

const MISTAKES: ReadonlyMap<string, string> = new Map([
  ['CSV_QUOTE_NOT_CLOSED', 'has a quote that is not closed'],
  ['CSV_INVALID_CLOSING_QUOTE', 'has a closing quote that no delimiter follows; write a quote inside of a cell twice'],
  [
    'INVALID_OPENING_QUOTE',
    'has a quote inside of a cell that has none around it; put the cell in quotes, and write that quote twice',
  ],
  ['CSV_MAX_RECORD_SIZE', `has more than ${MAX_ROW_CHARACTERS} characters; a quote may not be closed`],
]);

/** The error in words for who sent the file. */
function readable(error: unknown): unknown {
  const mistake = error instanceof CsvError ? MISTAKES.get(error.code) : undefined;
  if (!(error instanceof CsvError) || mistake === undefined) return error;
  const records: unknown = error.records;
  return invalidField('file', `file, row ${Number(records) + 1} ${mistake}`);
}
