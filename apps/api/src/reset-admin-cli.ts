import { NestFactory } from '@nestjs/core';
import { AdminReset, AdminResetModule } from '@rollcall/agents';
import { configFromEnvironment } from '@rollcall/config';
import { failureText } from '@rollcall/process';

import { resetText } from './first-start-text.js';

const USAGE = `Usage:
  npm run reset-admin   replaces the keys of the System agent by new ones, and prints them only this once`;

if (process.argv.length > 2) {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
} else {
  try {
    process.exitCode = (await run()) ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${failureText('The command failed', error)}\n`);
    process.exitCode = 1;
  }
}

/** Returns whether the System agent exists and got new keys. */
async function run(): Promise<boolean> {
  const context = await NestFactory.createApplicationContext(AdminResetModule.with(configFromEnvironment()), {
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  try {
    const credentials = await context.get(AdminReset).run();
    if (credentials) process.stdout.write(resetText(credentials));
    else
      process.stderr.write(
        'There is no System agent yet. Start an api: its first start creates the agent and prints its keys.\n',
      );
    return credentials !== null;
  } finally {
    await context.close();
  }
}
