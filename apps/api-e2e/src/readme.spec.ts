import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@rollcall/testing';

import { ADMIN, type RunningProcess, startProcess } from './processes.js';

const README = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
const TOKEN = `in-${'t'.repeat(43)}`;

/** Shows each line that is run, and ends at the first that fails; a call fails by any answer that is no success. */
const STRICT = `
  set -eux
  curl() { answer=$(command curl --silent --show-error --noproxy '*' --fail-with-body "$@") || { echo "$answer" >&2; exit 1; }; }
`;

/** The id in the answer to the call before. */
const ANSWERED_ID = `$("${process.execPath}" -e 'process.stdout.write(String(JSON.parse(process.argv[1]).data.id))' "$answer")`;

const knowsJson = spawnSync('curl', ['--json', '{}', '--version']).status === 0;
if (!knowsJson) process.stderr.write('Skipped: the calls in README.md. Install curl 7.82 or newer.\n');

(knowsJson ? describe : describe.skip)('the calls in README.md', () => {
  let database: TestDatabase;
  let api: RunningProcess;

  beforeAll(async () => {
    database = await createTestDatabase();
    api = await startProcess('api', {
      DATABASE_URL: database.url,
      SMTP_URL: 'smtp://unused',
      ...ADMIN.settings,
      BOOTSTRAP_TOKEN: TOKEN,
    });
  });

  afterAll(async () => {
    await api.end('SIGTERM');
    await database.drop();
  });

  it('succeed, one after the other, as they stand there', async () => {
    const blocks = Array.from(README.matchAll(/^```sh\n(.*?)^```/gms), ([, block = '']) => block);
    const calls = blocks.filter((block) => block.includes('curl ')).join('');
    const script = calls
      .replace('http://127.0.0.1:8080', api.url)
      .replace('<api_key>:<api_secret>', ADMIN.pair)
      .replace('in-<token>', TOKEN)
      .replaceAll(/<(?:key_)?id>/g, () => ANSWERED_ID);
    const { stderr } = await promisify(execFile)('bash', ['-c', STRICT + script]);
    expect(stderr.match(/^\++ command curl/gm)).toHaveLength(calls.match(/^curl /gm)?.length ?? 0);
  });
});
