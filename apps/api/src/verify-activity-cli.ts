import { ActivityChainEntity, ActivityEntity, type ChainHead } from '@rollcall/activity';
import { databaseUrlFromEnvironment } from '@rollcall/config';
import { dataSourceOptions } from '@rollcall/database';
import { failureText } from '@rollcall/process';
import { DataSource } from 'typeorm';

import { parseKeptHead, verifyActivity, VERIFY_USAGE } from './verify-activity-command.js';

const kept = parseKeptHead(process.argv.slice(2));
if (kept === undefined) {
  process.stderr.write(`${VERIFY_USAGE}\n`);
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
    return await verifyActivity(dataSource, expected, (line) => {
      process.stdout.write(`${line}\n`);
    });
  } finally {
    await dataSource.destroy();
  }
}
