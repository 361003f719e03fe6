import { existsSync, readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

const ROOT = new URL('../../', import.meta.url);
const PAGE = readFileSync(new URL('SECURITY.md', ROOT), 'utf8');

/** A link, or the name of a test in the file that was linked to last. */
const LINK_OR_TEST = /\[[^\]]*\]\((?<file>[^)#]+)[^)]*\)|“(?<test>[^”]+)”/g;

/** The rows of the table: a threat, what stops it, and the tests that show it. */
const ROWS = PAGE.split('\n')
  .filter((line) => line.startsWith('|'))
  .slice(2)
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, threat = '', , shownBy = '']) => ({ threat, tests: testsIn(shownBy) }));

function testsIn(cell: string): { file: string; test: string }[] {
  let file = '';
  return [...cell.matchAll(LINK_OR_TEST)].flatMap(({ groups }) => {
    if (groups?.file) file = groups.file;
    return groups?.test ? [{ file, test: groups.test }] : [];
  });
}

/** Whether the file has a test of this name, as it stands in the code: with `%s` for what a table fills in. */
function hasTest(file: string, test: string): boolean {
  const quoted = test.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(String.raw`\(\s*(['"])${quoted}\1,`).test(readFileSync(new URL(file, ROOT), 'utf8'));
}

describe('SECURITY.md', () => {
  it('names many threats', () => {
    expect(ROWS.length).toBeGreaterThan(15);
  });

  it.each(ROWS)('names tests that there are, about $threat', ({ tests }) => {
    expect(tests).not.toEqual([]);
    for (const { file, test } of tests) {
      expect(file).toMatch(/\.spec\.ts$/);
      expect({ file, test, exists: hasTest(file, test) }).toEqual({ file, test, exists: true });
    }
  });

  it('links to files that there are', () => {
    const links = [...PAGE.matchAll(LINK_OR_TEST)].flatMap(({ groups }) => groups?.file ?? []);
    expect(links.filter((file) => !existsSync(new URL(file, ROOT)))).toEqual([]);
  });
});
