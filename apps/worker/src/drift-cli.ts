import { NestFactory } from '@nestjs/core';
import { configFromEnvironment } from '@rollcall/config';
import { failureText } from '@rollcall/process';

import { DriftModule } from './drift.module.js';
import { DriftReport } from './billing/drift-report.js';

const USAGE = `Usage:
  npm run drift               lists the billing accounts that differ from Stripe
  npm run drift -- --repair   and brings them in line`;

const [option, ...excess] = process.argv.slice(2);
if ((option === undefined || option === '--repair') && excess.length === 0) {
  try {
    process.exitCode = (await run(option === '--repair')) ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${failureText('The command failed', error)}\n`);
    process.exitCode = 1;
  }
} else {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
}

/** Returns whether all accounts are in line by now. */
async function run(repair: boolean): Promise<boolean> {
  const config = configFromEnvironment();
  if (config.billing.method === 'custom') {
    process.stdout.write('STRIPE_API_KEY is not set: nobody is charged, and there is nothing to compare with.\n');
    return true;
  }
  const context = await NestFactory.createApplicationContext(DriftModule.with(config), {
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  try {
    const { accounts, differing, repaired } = await context.get(DriftReport).run(repair, (line) => {
      process.stdout.write(`${line}\n`);
    });
    const rest = repair
      ? `, ${repaired} brought in line`
      : differing > 0
        ? '; "npm run drift -- --repair" brings them in line'
        : '';
    process.stdout.write(`${differing} of ${accounts} accounts differ from Stripe${rest}.\n`);
    return differing === repaired;
  } finally {
    await context.close();
  }
}
