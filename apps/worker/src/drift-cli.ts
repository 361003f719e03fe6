import { configFromEnvironment } from '@rollcall/config';
import { failureText } from '@rollcall/process';

import { compareWithStripe } from './drift-command.js';

const USAGE = `Usage:
  npm run drift               lists the billing accounts that differ from Stripe
  npm run drift -- --repair   and brings them in line`;

const [option, ...excess] = process.argv.slice(2);
if ((option === undefined || option === '--repair') && excess.length === 0) {
  try {
    const inLine = await compareWithStripe(configFromEnvironment(), option === '--repair', (line) => {
      process.stdout.write(`${line}\n`);
    });
    process.exitCode = inLine ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${failureText('The command failed', error)}\n`);
    process.exitCode = 1;
  }
} else {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
}
