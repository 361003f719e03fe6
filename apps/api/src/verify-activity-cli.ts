import { parseArgs } from 'node:util';

import { ActivityChainEntity, ActivityEntity, type ChainHead, verifyChain } from '@rollcall/activity';
import { databaseUrlFromEnvironment } from '@rollcall/config';
import { dataSourceOptions } from '@rollcall/database';
import { failureText } from '@rollcall/process';
import { DataSource } from 'typeorm';

const USAGE = `Usage:
  npm run verify-activity                                finds entries of the activity log that were altered, removed or inserted
  npm run verify-activity -- --head <position>:<hash>    and a chain that no longer leads through what an earlier run printed`;

const HEAD = /^(\d{1,15}):([\da-f]{64})$/i;

/** Findings beyond these are counted and not printed. */
const MAX_PRINTED = 1_000;

const kept = keptHead(process.argv.slice(2));
if (kept === undefined) {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
} else {
  try {
    process.exitCode = (await run(kept)) ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${failureText('The command failed', error)}\n`);
    process.exitCode = 1;
  }
}

/** Returns whether the log is whole. */
async function run(expected: ChainHead | null): Promise<boolean> {
  const options = dataSourceOptions(databaseUrlFromEnvironment());
  const dataSource = await new DataSource({ ...options, entities: [ActivityChainEntity, ActivityEntity] }).initialize();
  try {
    let printed = 0;
    const { head, waiting, findings } = await dataSource.transaction('REPEATABLE READ', (manager) =>
      verifyChain(manager, expected, (finding) => {
        if (printed++ < MAX_PRINTED) process.stdout.write(`${finding}\n`);
      }),
    );
    if (findings > MAX_PRINTED) process.stdout.write(`and ${findings - MAX_PRINTED} more\n`);
    const verdict =
      findings === 0 ? 'The activity log is whole.' : `The activity log is not whole. Findings: ${findings}.`;
    process.stdout.write(`${verdict} Entries sealed: ${head.position}, about to be: ${waiting}.\n`);
    process.stdout.write(`Head ${head.position}:${head.hash}; keep it elsewhere and give it back as --head.\n`);
    return findings === 0;
  } finally {
    await dataSource.destroy();
  }
}

/** The head of the arguments, null when there is none, undefined when they cannot be understood. */
function keptHead(args: string[]): ChainHead | null | undefined {
  try {
    const { head } = parseArgs({ args, options: { head: { type: 'string' } } }).values;
    if (head === undefined) return null;
    const [, position, hash] = HEAD.exec(head) ?? [];
    return position && hash ? { position: Number(position), hash: hash.toLowerCase() } : undefined;
  } catch {
    return undefined;
  }
}
