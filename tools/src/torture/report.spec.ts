import { describe, expect, it } from '@jest/globals';

import { Book } from './client/book.js';
import { report } from './report.js';
import { Tally, WRONGS } from './tally.js';

describe('the report of a run', () => {
  it('tells the median and the longest time until an answer, by kind of fault', () => {
    const tally = new Tally();
    for (const answeredMs of [100, 200, 900])
      tally.recoveries.push({ kind: 'kill -9 of an api', lastedMs: 500, answeredMs });
    const text = report(tally, new Book(), 1_000);
    expect(text).toMatch(/kill -9 of an api *\| 3 *\| 0\.50 *\| 0\.20 *\| 0\.90/);
    expect(text).not.toContain('stop of an api');
    for (const wrong of WRONGS) expect(text).toMatch(new RegExp(`\\| ${wrong} *\\| 0 `));
    expect(tally.isClean).toBe(true);
  });

  it('tells what was found, with what is needed to look for its cause, and not all of very much', () => {
    const tally = new Tally();
    for (let count = 1; count <= 25; count++) tally.wrong('two for one request', `agent ${count}`);
    const text = report(tally, new Book(), 1_000);
    expect(tally.isClean).toBe(false);
    expect(text).toMatch(/\| two for one request *\| 25 /);
    expect(text).toContain('two for one request: agent 20\n  … and 5 more');
  });
});
