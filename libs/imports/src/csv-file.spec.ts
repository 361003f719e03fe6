import { Readable } from 'node:stream';

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { asMeant, cellOfNames, csvLine, harmless, namesIn } from './csv-cells.js';
import { CsvFile, type CsvRow } from './csv-file.js';

const HEADER = 'first_name,last_name,email,roles,teams';

/** Opens the bytes, in very small pieces if they are few. */
function opening(content: string | Buffer) {
  const bytes = Buffer.from(content);
  return (limit = bytes.length) => {
    const pieces: Buffer[] = [];
    const size = bytes.length < 10_000 ? 7 : 65_536;
    for (let from = 0; from < Math.min(limit, bytes.length); from += size)
      pieces.push(bytes.subarray(from, Math.min(from + size, limit)));
    return Readable.from(pieces, { objectMode: false });
  };
}

async function read(content: string | Buffer): Promise<CsvRow[]> {
  const file = await CsvFile.read(opening(content));
  const rows: CsvRow[] = [];
  for await (const row of file.rows()) rows.push(row);
  return rows;
}

describe('a CSV file', () => {
  const ADA = { first_name: 'Ada', last_name: 'L\nB', email: 'ada@example.com', roles: ['Agent', 'A b'], teams: [] };

  it.each([
    ['commas', ','],
    ['semicolons', ';'],
    ['tabs', '\t'],
  ])('is read with %s, in any order, with a byte order mark, quoted newlines and any line ends', async (_, by) => {
    const cells = [
      ['Email', 'First_Name', 'Teams', 'ROLES', 'last name'],
      ['ada@example.com', 'Ada', '', '"Agent, A b"', '"L\nB"'],
    ];
    for (const end of ['\n', '\r\n'])
      for (const mark of ['', '\uFEFF'])
        expect(await read(mark + cells.map((line) => line.join(by)).join(end) + end)).toMatchObject([
          { number: 2, fields: ADA },
        ]);
  });

  it('is read in UTF-16 too, as spreadsheets write it', async () => {
    const text = `\uFEFF${HEADER}\nŽofie,,zofie@example.com,Agent,\n`;
    expect(await read(Buffer.from(text, 'utf16le'))).toMatchObject([{ fields: { first_name: 'Žofie' } }]);
  });

  it.each([
    ['E-mail,First Name,Role', ['first_name', 'email', 'roles']],
    ['GIVEN NAME,Surname,E-Mail Address,roles,team', ['first_name', 'last_name', 'email', 'roles', 'teams']],
    ['"firstName";"email";"roles"', ['first_name', 'email', 'roles']],
    ['first_name,email,roles,reason', ['first_name', 'email', 'roles']],
  ])('is read with the header %s', async (header, columns) => {
    const by = header.includes(';') ? ';' : ',';
    const [row] = await read(
      `${header}\n${header
        .split(by)
        .map((_, index) => `x${index}`)
        .join(by)}`,
    );
    expect(
      Object.entries(row?.fields ?? {})
        .flatMap(([name, value]) => (value === undefined ? [] : name))
        .toSorted(),
    ).toEqual(columns.toSorted());
  });

  it.each([
    [
      'no header',
      'Ada,Lovelace,ada@example.com,Agent,',
      'file begins with no header; its first row must name the columns',
    ],
    ['nothing', '', 'file begins with no header'],
    ['a header that lacks some', 'first_name,last_name\n', 'file has no column email, has no column roles;'],
    ['a header twice', 'email,first_name,roles,E-Mail\n', 'file has the column email twice;'],
    [
      'a header that is unknown',
      'email,first_name,roles,phone,\n',
      'file has the unknown column "phone", has the unknown column 5 without a name;',
    ],
    [
      'Latin-1',
      Buffer.from(`${HEADER}\nAda,,a@example.com,Agent,\nJos\u00e9,,j@example.com,Agent,\n`, 'latin1'),
      'file, row 3 is not UTF-8',
    ],
    ['a header in Latin-1', Buffer.from(`${HEADER},\u00e9\n`, 'latin1'), 'file, row 1 is not UTF-8'],
    ['bytes of something else', Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 10, 0, 10]), 'file, row 1 has a NUL character'],
    [
      'a quote that stays open',
      `${HEADER}\nAda,,a@example.com,Agent,\n"Ada,,b@example.com,Agent,\n`,
      'file, row 3 has a quote that is not closed',
    ],
    [
      'a quote that stays open for long',
      `${HEADER}\n"${'Ada,,b@example.com,Agent,\n'.repeat(20_000)}`,
      'file, row 2 has more than 250000 characters',
    ],
    [
      'a quote in the middle',
      `${HEADER}\nAda "the" first,,a@example.com,Agent,\n`,
      'file, row 2 has a quote inside of a cell',
    ],
    [
      'a quote that ends too early',
      `${HEADER}\n"Ada" first,,a@example.com,Agent,\n`,
      'file, row 2 has a closing quote',
    ],
    ['a header of many columns', ','.repeat(5_000_000), 'file begins with no header'],
    ['a row of many columns', `${HEADER}\n${','.repeat(5_000_000)}`, 'file, row 2 has more than 100000 columns'],
  ])('with %s is refused, and told why', async (_, content, message) => {
    await expect(read(content)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining(message),
    });
  });

  it('with very many unknown columns, or very long ones, is refused in a sentence that can be read', async () => {
    const unknown = 'has the unknown column "x"';
    await expect(read(`${HEADER}${',x'.repeat(1_000)}\n`)).rejects.toThrow(
      `file ${Array.from({ length: 10 }, () => unknown).join(', ')}, and 990 more mistakes; its columns are first_name`,
    );
    await expect(read(`${HEADER},${'y'.repeat(10_000)}\n`)).rejects.toThrow(
      `file has the unknown column "${'y'.repeat(50)}"; its columns are first_name`,
    );
  });

  it('of more rows than are allowed is refused at the first of them', async () => {
    const file = await CsvFile.read(opening(`${HEADER}\n${'a,,b,c,\n'.repeat(4)}`), 3);
    const read = file.rows();
    for (let count = 1; count <= 3; count++) expect((await read.next()).done).toBe(false);
    await expect(read.next()).rejects.toThrow('file has more than 3 rows; split it into several');
  });

  it('passes over blank rows, and gives a row with more or fewer cells as it is', async () => {
    const rows = await read(`${HEADER}\n\nAda\n , ,,,\nAda,,a@example.com,Agent,,\n`);
    expect(rows).toEqual([
      { number: 3, cells: ['Ada'], fields: null },
      { number: 5, cells: ['Ada', '', 'a@example.com', 'Agent', '', ''], fields: null },
    ]);
  });
});

describe('a cell', () => {
  const text = fc.oneof(fc.string(), fc.constantFrom('=1+1', "'=1", "''@x", '-', '+49', '\tx', 'a"b', 'x\r\ny'));

  it('cannot be run by a spreadsheet once it is harmless, and is the same again when it is read', () => {
    fc.assert(
      fc.property(text, (cell) => {
        expect(harmless(cell)).not.toMatch(/^[=+\-@\t\r]/);
        expect(asMeant(harmless(cell))).toBe(cell);
      }),
    );
  });

  it('is the same again in a line that is written and read', async () => {
    const written = text.filter((cell) => !/[\0\uFFFD]/.test(cell));
    await fc.assert(
      fc.asyncProperty(fc.array(written, { minLength: 5, maxLength: 5 }), async (cells) => {
        const rows = await read(`${HEADER}\n${csvLine(cells)}`);
        expect(rows.map((row) => row.cells)).toEqual(cells.every((cell) => cell.trim() === '') ? [] : [cells]);
      }),
    );
  });

  it('of names has each of them again', () => {
    const name = text.map((value) => value.trim()).filter((value) => value !== '');
    fc.assert(
      fc.property(fc.array(name), (names) => {
        expect(namesIn(cellOfNames(names))).toEqual(names);
      }),
    );
    expect(namesIn('"')).toEqual(['"']);
    expect(namesIn(' Agent ,, "Sales, EMEA",Say "hi"')).toEqual(['Agent', 'Sales, EMEA', 'Say "hi"']);
  });
});
