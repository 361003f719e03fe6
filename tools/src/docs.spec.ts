import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');

const PAGES = execFileSync('git', ['ls-files', '*.md'], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n');

/** Files and folders of this repository that a page names in code, except patterns that stand for many. */
const PATH = /`((?:apps|libs|tools|docs|jest\.setup)\/[\w./-]+)`/g;

/** The targets of a page's links within the repository. */
const LINK = /\]\((?!https?:|mailto:|#)([^)#\s]+)/g;

const found = (page: string, pattern: RegExp): string[] =>
  [...readFileSync(join(ROOT, page), 'utf8').matchAll(pattern)].flatMap(([, path]) => path ?? []);

describe('the pages of this repository', () => {
  it.each(PAGES)('%s name files that exist, and link to some', (page) => {
    const missing = [
      ...found(page, PATH).filter((path) => !existsSync(join(ROOT, path))),
      ...found(page, LINK).filter((path) => !existsSync(join(ROOT, dirname(page), path))),
    ];
    expect(missing).toEqual([]);
  });
});
