import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PAGE = readFileSync(`${ROOT}docs/tables.md`, 'utf8');

/** The rows of the table: a name, its owner, and the libraries that are excepted, each with a reason. */
const ROWS = [...PAGE.matchAll(/^\| `(\w+)` +\| ([\w-]+) +\|(.*)\|$/gm)].map(
  ([, table = '', owner = '', others = '']) => ({
    table,
    owner,
    excepted: [...others.matchAll(/(?:^|;) (\w+): \S+/g)].map(([, library = '']) => library),
  }),
);
const TABLES: ReadonlySet<string> = new Set(ROWS.map(({ table }) => table));

/** Files that may name every table: migrations, tests, test helpers, and the console, which has no SQL. */
const FREE = /\.spec\.ts$|\/src\/testing\/|^apps\/console\/|^libs\/(testing|stripe-server|database\/src\/migrations)\//;

const RELATION = String.raw`(?:public\.)?"?\w+"?(?:\([^()]*\))?(?:\s+(?:AS\s+)?\w+(?:\([^()]*\))?)?`;
const RELATIONS = new RegExp(
  String.raw`\b(?:FROM|JOIN|INTO|UPDATE|TABLE|USING)\s+(?:ONLY\s+)?(?=(${RELATION}(?:\s*,\s*${RELATION})*))`,
  'gi',
);
/** SQL that gets the name of a table at run time. */
const OPEN_SQL = /\b(?:FROM|JOIN|INTO|UPDATE)\s+\$\{/i;
/** Methods of TypeORM that take the name of a table. */
const ASKED =
  /^(?:from|into|insert|upsert|save|update|delete|(?:find|count|exists)\w*|(?:left|inner)Join\w*|getRepository|createQueryBuilder)$/;

interface Naming {
  readonly table: string;
  readonly as: 'entity' | 'SQL';
}

/** The tables that a source names in its SQL, and the tables that it declares as entities. */
function tablesNamedIn(source: string): Naming[] {
  const found: Naming[] = [];
  const open = OPEN_SQL.test(source);
  const look = (node: ts.Node): void => {
    const text = textOf(node);
    if (text !== null) {
      const called = calledWith(node);
      const names = open || ASKED.test(called) ? [text] : [];
      const as = called === 'Entity' ? 'entity' : 'SQL';
      for (const table of [...(as === 'entity' ? [text] : names), ...relationsOf(text)])
        if (TABLES.has(table)) found.push({ table, as });
    }
    ts.forEachChild(node, look);
  };
  look(ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest, true));
  return found;
}

/** The name of the function or method that gets this as an argument, or nothing. */
function calledWith({ parent }: ts.Node): string {
  if (!ts.isCallExpression(parent)) return '';
  const { expression } = parent;
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText();
}

/** The text of a string or a template, in which `${}` stands for an expression; null for anything else. */
function textOf(node: ts.Node): string | null {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return null;
  return [node.head, ...node.templateSpans.map(({ literal }) => literal)].map(({ text }) => text).join('${}');
}

function relationsOf(sql: string): string[] {
  return [...sql.matchAll(RELATIONS)].flatMap(([, relations = '']) =>
    relations.split(',').map((relation) => /^\s*(?:public\.)?"?(\w+)/i.exec(relation)?.[1] ?? ''),
  );
}

function libraryOf(file: string): string {
  return file.split('/')[1] ?? '';
}

/** The names that a file must not contain, as sentences. */
function violationsOf(file: string, source: string): string[] {
  const library = libraryOf(file);
  return tablesNamedIn(source).flatMap(({ table, as }) => {
    const row = ROWS.find((one) => one.table === table);
    if (!row || row.owner === library || (as === 'SQL' && row.excepted.includes(library))) return [];
    return [`${file}: the ${as} names ${table}, which ${row.owner} owns; see docs/tables.md`];
  });
}

const sources = ['apps', 'libs'].flatMap((folder) =>
  readdirSync(`${ROOT}${folder}`).flatMap((project) =>
    readdirSync(`${ROOT}${folder}/${project}/src`, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => `${folder}/${project}/src/${file}`),
  ),
);
const checked = sources.filter((file) => !FREE.test(file));

const read = (file: string) => readFileSync(`${ROOT}${file}`, 'utf8');

describe('the owners of tables', () => {
  it('are told for every table that a migration makes', () => {
    const made = sources
      .filter((file) => file.startsWith('libs/database/src/migrations/'))
      .flatMap((file) => [...read(file).matchAll(/CREATE (?:UNLOGGED )?TABLE (?:IF NOT EXISTS )?(\w+)/g)])
      .map(([, table]) => table);
    expect([...TABLES]).toEqual([...new Set(made)].toSorted());
  });

  it('alone declare their entities, and name them in SQL with those that the page excepts', () => {
    expect(checked.length).toBeGreaterThan(200);
    expect(checked.flatMap((file) => violationsOf(file, read(file)))).toEqual([]);
  });

  it('except nobody who does without', () => {
    const named = checked.flatMap((file) =>
      tablesNamedIn(read(file)).map(({ table }) => `${libraryOf(file)}: ${table}`),
    );
    const exceptions = ROWS.flatMap(({ table, excepted }) => excepted.map((library) => `${library}: ${table}`));
    expect(exceptions.filter((exception) => !named.includes(exception))).toEqual([]);
  });
});

describe('the check of names', () => {
  it.each([
    ["query('SELECT 1 FROM sessions WHERE id = $1')", 'sessions'],
    ['query(`SELECT 1 FROM ${x} a JOIN public.agents b ON true`)', 'agents'],
    ['query(`SELECT 1 FROM things\n JOIN agents ON true LEFT JOIN roles ON true`)', 'agents, roles'],
    ['query(\'select id from "roles" r\')', 'roles'],
    ["query('SELECT 1 FROM unnest($1::int[]) AS t(id), teams WHERE true')", 'teams'],
    ["query('DELETE FROM mails')", 'mails'],
    ["query('WITH x AS (UPDATE agents SET id = 1) INSERT INTO team_members TABLE x')", 'agents, team_members'],
    ["manager.createQueryBuilder('credit_grants', 'c').leftJoin('agents', 'a')", 'credit_grants, agents'],
    ['const write = (table) => query(`UPDATE ${table} SET x = 1`);\nwrite("api_keys");', 'api_keys'],
  ])('finds the tables of %j', (source, tables) => {
    expect(
      tablesNamedIn(source)
        .map(({ table }) => table)
        .join(', '),
    ).toBe(tables);
  });

  it.each([
    '// FROM agents',
    "'The roles of agents, teams and sessions'",
    "invalidField('roles', 'roles: there is no role of that name')",
    'query(`SELECT agents.id, roles FROM ${AGENTS} agents FOR NO KEY UPDATE OF agents`)',
  ])('finds none in %j', (source) => {
    expect(tablesNamedIn(source)).toEqual([]);
  });

  it('tells who may not name a table, and says where who may is written', () => {
    const entity = "@Entity('agents') class A {}";
    expect(violationsOf('libs/mail/src/a.ts', "query('SELECT 1 FROM agents')")).toEqual([
      'libs/mail/src/a.ts: the SQL names agents, which agents owns; see docs/tables.md',
    ]);
    expect(violationsOf('apps/api/src/a.ts', entity)).toHaveLength(1);
    expect(violationsOf('libs/identity/src/a.ts', entity)).toHaveLength(1);
    expect(violationsOf('libs/identity/src/a.ts', "query('SELECT 1 FROM agents')")).toEqual([]);
    expect(violationsOf('libs/agents/src/a.ts', entity)).toEqual([]);
  });
});
