import { NestFactory } from '@nestjs/core';
import type { Config } from '@rollcall/config';

import { DriftReport } from './billing/drift-report.js';
import { DriftModule } from './drift.module.js';

/**
 * Compares the billing accounts with Stripe, brings them in line if it is asked to, and passes each line of the report to `print`.
 * @returns whether all accounts are in line by now
 * @throws StripeFailure when Stripe cannot be asked
 */
export async function compareWithStripe(
  config: Config,
  repair: boolean,
  print: (line: string) => void,
): Promise<boolean> {
  if (config.billing.method === 'custom') {
    print('STRIPE_API_KEY is not set: nobody is charged, and there is nothing to compare with.');
    return true;
  }
  const context = await NestFactory.createApplicationContext(DriftModule.with(config), {
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  try {
    const { accounts, differing, repaired } = await context.get(DriftReport).run(repair, print);
    const rest = repair
      ? `, ${repaired} brought in line`
      : differing > 0
        ? '; "npm run drift -- --repair" brings them in line'
        : '';
    print(`${differing} of ${accounts} accounts differ from Stripe${rest}.`);
    return differing === repaired;
  } finally {
    await context.close();
  }
}
