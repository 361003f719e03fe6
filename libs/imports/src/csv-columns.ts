import { cutText, invalidField } from '@rollcall/kernel';

/** The columns of a file of agents, in the order in which an export has them. */
export const COLUMNS = ['first_name', 'last_name', 'email', 'roles', 'teams'] as const;
export type Column = (typeof COLUMNS)[number];

const REQUIRED: readonly Column[] = ['first_name', 'email', 'roles'];

/** Where failed rows say why; a file that is sent again may have it. */
export const REASON_COLUMN = 'reason';

/** How many mistakes a refusal names, and how long the names in them may be: a file may have very many columns. */
const NAMED = 10;
const NAME_LENGTH = 50;

type Meaning = Column | typeof REASON_COLUMN;

/** What people and programs call the columns, without case, spaces and punctuation. */
const SPELLINGS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['firstname', 'first_name'],
  ['givenname', 'first_name'],
  ['lastname', 'last_name'],
  ['surname', 'last_name'],
  ['familyname', 'last_name'],
  ['email', 'email'],
  ['emailaddress', 'email'],
  ['mail', 'email'],
  ['role', 'roles'],
  ['roles', 'roles'],
  ['team', 'teams'],
  ['teams', 'teams'],
  ['reason', REASON_COLUMN],
]);

function meaningOf(name: string): Meaning | undefined {
  return SPELLINGS.get(name.toLowerCase().replace(/[\s_.\-]+/g, ''));
}

/** Whether this is the name of the column that says why a row failed. */
export function isReasonColumn(name: string): boolean {
  return meaningOf(name) === REASON_COLUMN;
}

/** How many cells of a header are known. */
export function knownColumns(header: readonly string[]): number {
  return header.filter((name) => meaningOf(name) !== undefined).length;
}

/**
 * Where each column of the file is, by its header.
 * @throws DomainError `invalid_input` naming the first ten columns that are unknown, missing, or there twice
 */
export function columnPlaces(header: readonly string[]): ReadonlyMap<Column, number> {
  if (knownColumns(header) === 0)
    refuse(`begins with no header; its first row must name the columns: ${COLUMNS.join(', ')}`);
  const places = new Map<Column, number>();
  const mistakes: string[] = [];
  header.forEach((name, index) => {
    const column = meaningOf(name);
    if (column === undefined)
      mistakes.push(
        `has the unknown column ${name.trim() ? `"${cutText(name, NAME_LENGTH)}"` : `${index + 1} without a name`}`,
      );
    else if (column === REASON_COLUMN) return;
    else if (places.has(column)) mistakes.push(`has the column ${column} twice`);
    else places.set(column, index);
  });
  mistakes.push(...REQUIRED.filter((column) => !places.has(column)).map((column) => `has no column ${column}`));
  const more = mistakes.length > NAMED ? `, and ${mistakes.length - NAMED} more mistakes` : '';
  if (mistakes.length > 0)
    refuse(`${mistakes.slice(0, NAMED).join(', ')}${more}; its columns are ${COLUMNS.join(', ')}`);
  return places;
}

function refuse(what: string): never {
  throw invalidField('file', `file ${what}`);
}
