import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { ActivitySealer } from '@rollcall/activity';
import { Transactions } from '@rollcall/database';
import { waitFor } from '@rollcall/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';

import { TestApi } from './testing/test-api.js';
import { parseKeptHead, verifyActivity } from './verify-activity-command.js';

const CLI = fileURLToPath(new URL('../dist/verify-activity-cli.js', import.meta.url));

/** A slow machine takes its time to start a process. */
const START_MS = 40_000;

/** What a verification has to manage with. */
const HEAP_MB = 64;

/** What a verification printed, and the code that it ends with. */
interface Result {
  readonly code: number | string | null | undefined;
  readonly stdout: string;
}

interface ProcessResult extends Result {
  readonly stderr: string;
}

describe('npm run verify-activity', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await TestApi.start();
    await api.rows('CREATE TABLE kept_log AS TABLE activity_log WITH NO DATA');
    await api.rows('CREATE TABLE kept_chain AS TABLE activity_chain WITH NO DATA');
    for (let i = 0; i < 4; i++) await api.agent();
    await seal();
    await api.rows('INSERT INTO kept_log TABLE activity_log');
    await api.rows('INSERT INTO kept_chain TABLE activity_chain');
  });

  /** The log as it was, untouched. */
  beforeEach(async () => {
    await api.rows('TRUNCATE activity_log');
    await api.rows('INSERT INTO activity_log TABLE kept_log');
    await api.rows(
      `UPDATE activity_chain c SET head_position = k.head_position, head_hash = k.head_hash, caught_up_at = k.caught_up_at
       FROM kept_chain k`,
    );
  });

  afterAll(async () => {
    await api.close();
  });

  const seal = () => api.app.get(ActivitySealer, { strict: false }).seal();
  /** Verifies in this process: another one takes more than a second to start. */
  const verify = async (...args: readonly string[]): Promise<Result> => {
    const head = parseKeptHead(args);
    if (head === undefined) throw new Error(`It does not understand ${args.join(' ')}`);
    let stdout = '';
    const isWhole = await verifyActivity(api.app.get(DataSource, { strict: false }), head, (line) => {
      stdout += `${line}\n`;
    });
    return { code: isWhole ? 0 : 1, stdout };
  };
  const runProgram = (...args: readonly string[]) =>
    new Promise<ProcessResult>((resolve) => {
      execFile(
        process.execPath,
        [CLI, ...args],
        { env: { DATABASE_URL: api.databaseUrl, NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}` } },
        (error, stdout, stderr) => {
          resolve({ code: error ? error.code : 0, stdout, stderr });
        },
      );
    });
  const headOf = ({ stdout }: Result) => /^Head (\d+:[\da-f]{64});/m.exec(stdout)?.[1] ?? '';
  const at = async (position: number) =>
    (await api.rows('SELECT id FROM activity_log WHERE chain_position = $1', [position]))[0]?.id;
  /** A copy of an entry, as somebody inserts it behind the application's back. */
  const insert = (values: string) =>
    api.rows(`INSERT INTO activity_log (created_at, activity_type, activity_description, target_model_type, target_model_id,
      chain_position, chain_hash, sealed_at) SELECT ${values} FROM activity_log WHERE chain_position = 3`);
  const ROW = 'activity_type, activity_description, target_model_type, target_model_id';

  it('does not complain about an untouched log, and tells its head', async () => {
    const found = await runProgram();
    expect(found).toMatchObject({ code: 0, stderr: '' });
    expect(found.stdout).toMatch(/^The activity log is whole\. Entries sealed: 7, not sealed yet: 0\.\nHead 7:/);
    await api.agent();
    expect((await verify('--head', headOf(found))).stdout).toContain('Entries sealed: 7, not sealed yet: 1.');
    await seal();
    const later = await runProgram(`--head=${headOf(found)}`);
    expect(later).toMatchObject({ code: 0, stdout: expect.stringContaining('Entries sealed: 8,') });
    expect(await verify('--head', headOf(later))).toMatchObject({ code: 0 });
  });

  it('finds an entry that was altered', async () => {
    await api.rows("UPDATE activity_log SET activity_description = 'Nothing happened' WHERE chain_position = 5");
    const found = await runProgram();
    expect(found.code).toBe(1);
    expect(found.stdout).toMatch(
      new RegExp(`^altered or inserted: entry ${String(await at(5))} at position 5 is not what was sealed there\n`),
    );
    expect(found.stdout).toContain('The activity log is not whole. Findings: 1.');
  });

  it('finds entries that were removed, at the end too', async () => {
    await api.rows('DELETE FROM activity_log WHERE chain_position IN (2, 5, 6)');
    expect((await verify()).stdout).toMatch(
      /^removed: position 2 is empty\nremoved: positions 5 to 6 are empty\nThe activity log is not whole\. Findings: 2\./,
    );
    await api.rows('DELETE FROM activity_log WHERE chain_position = 7');
    expect((await verify()).stdout).toContain('removed: positions 5 to 7 are empty\n');
    await api.rows('DELETE FROM activity_log');
    expect(await verify()).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^removed: positions 1 to 7 are empty/),
    });
  });

  it('finds an entry that was removed and its place closed', async () => {
    await api.rows('DELETE FROM activity_log WHERE chain_position = 4');
    for (const position of [5, 6, 7])
      await api.rows('UPDATE activity_log SET chain_position = $1 - 1 WHERE chain_position = $1', [position]);
    const found = await verify();
    expect(found.code).toBe(1);
    expect(found.stdout).toContain('at position 4 is not what was sealed there');
    expect(found.stdout).toContain('removed: position 7 is empty');
  });

  it.each([
    [
      'behind the end',
      `now(), ${ROW}, 8, chain_hash, sealed_at`,
      /^inserted: entry \d+ is at position 8, outside of the chain of 7/,
    ],
    ['before the start', `now(), ${ROW}, 0, chain_hash, sealed_at`, /^inserted: entry \d+ is at position 0, outside/],
    [
      'long ago',
      `now() - interval '1 day', ${ROW}, NULL, NULL, NULL`,
      /^inserted, or no worker is running: entry \d+ of /,
    ],
  ])('finds an entry that was inserted %s', async (_where, values, finding) => {
    await insert(values);
    expect(await verify()).toMatchObject({ code: 1, stdout: expect.stringMatching(finding) });
  });

  it('finds an entry that was inserted at the place of another, once the index is gone that refuses it', async () => {
    await expect(insert(`now(), ${ROW}, 3, chain_hash, sealed_at`)).rejects.toThrow('activity_log_position_unique');
    await api.rows('DROP INDEX activity_log_position_unique');
    await insert(`now(), ${ROW}, 3, chain_hash, sealed_at`);
    const found = await verify();
    await api.rows('DELETE FROM activity_log WHERE chain_position = 3');
    await api.rows(
      'CREATE UNIQUE INDEX activity_log_position_unique ON activity_log (chain_position) WHERE chain_position IS NOT NULL',
    );
    expect(found).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^inserted: entry \d+ is at position 3, where there is another/),
    });
  });

  it.each([
    ['past', "now() - interval '2 days'"],
    ['future', "now() + interval '3 hours'"],
  ])('finds an entry that was inserted with a time of the %s, though it is sealed since', async (_when, time) => {
    await insert(`${time}, ${ROW}, NULL, NULL, NULL`);
    await seal();
    await api.agent();
    await seal();
    const found = await verify();
    expect(found).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(
        /^inserted, or by a wrong clock: entry \d+ at position 8 is said to be of .*\nThe activity log is not whole\. Findings: 1\./,
      ),
    });
    expect(await verify('--head', headOf(found))).toMatchObject({ code: 0 });
  });

  it('looks at one moment of a log that others go on writing and sealing', async () => {
    await api.rows('CREATE TABLE later_log AS TABLE activity_log WITH NO DATA');
    await api.agent();
    await seal();
    await api.rows('INSERT INTO later_log SELECT * FROM activity_log WHERE chain_position > 7');
    await api.rows('CREATE TABLE later_chain AS TABLE activity_chain');
    await api.rows('DELETE FROM activity_log WHERE chain_position > 7');
    await api.rows(
      'UPDATE activity_chain c SET head_position = k.head_position, head_hash = k.head_hash FROM kept_chain k',
    );
    const verifying = await api.app.get(Transactions, { strict: false }).run(async ({ manager }) => {
      await manager.query('LOCK activity_log');
      const found = verify();
      // It has read where the chain ends, and not the entries yet.
      await waitFor(
        'the verification to come to the log',
        async () =>
          (
            await api.rows(
              `SELECT FROM pg_locks JOIN pg_database d ON d.oid = database
               WHERE relation = 'activity_log'::regclass AND NOT granted AND datname = current_database()`,
            )
          ).at(0),
        START_MS,
      );
      await manager.query('INSERT INTO activity_log TABLE later_log');
      await manager.query(
        'UPDATE activity_chain c SET head_position = l.head_position, head_hash = l.head_hash FROM later_chain l',
      );
      return { found };
    });
    expect(await verifying.found).toMatchObject({ code: 0, stdout: expect.stringContaining('Entries sealed: 7,') });
    expect(await verify()).toMatchObject({ code: 0, stdout: expect.stringContaining('Entries sealed: 8,') });
  });

  it('takes entries that are larger together than its memory', async () => {
    await api.rows(`INSERT INTO activity_log (created_at, ${ROW}, changes)
      SELECT now(), ${ROW}, jsonb_build_object('a', repeat('x', 1000000))
      FROM activity_log, generate_series(1, ${2 * HEAP_MB}) WHERE chain_position = 3`);
    await seal();
    expect(await runProgram()).toMatchObject({ code: 0, stdout: expect.stringContaining('Entries sealed: 135,') });
  });

  it('finds a chain that was made anew or cut off, given a head that was kept', async () => {
    const head = headOf(await verify());
    await api.rows('DELETE FROM activity_log WHERE chain_position > 5');
    await api.rows(`UPDATE activity_chain SET head_position = 5, head_hash =
      (SELECT chain_hash FROM activity_log WHERE chain_position = 5)`);
    expect(await verify()).toMatchObject({ code: 0 });
    expect(await verify('--head', head)).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^removed: the chain ends at position 5, and had come to 7\n/),
    });
    await api.rows(
      "UPDATE activity_log SET activity_description = 'Nothing', chain_position = NULL, chain_hash = NULL, sealed_at = NULL",
    );
    await api.rows("UPDATE activity_chain SET head_position = 0, head_hash = decode(repeat('00', 32), 'hex')");
    await api.agent();
    await api.agent();
    await seal();
    expect(await verify()).toMatchObject({ code: 0 });
    expect(await verify('--head', head)).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^altered: the chain has another hash at position 7 than it had\n/),
    });
  });

  it('tells how it is used, and what keeps it from its work', async () => {
    expect(await runProgram('--what')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('Usage:'),
    });
    for (const args of [['--what'], ['--head'], ['--head', '7'], ['--head', `7:${'a'.repeat(63)}`], ['head']])
      expect(parseKeptHead(args)).toBeUndefined();
    await api.rows('ALTER TABLE activity_chain RENAME TO elsewhere');
    const broken = await runProgram();
    await api.rows('ALTER TABLE elsewhere RENAME TO activity_chain');
    expect(broken).toMatchObject({ code: 1, stderr: expect.stringContaining('The command failed: ') });
  });
});
