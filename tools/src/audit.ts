import { spawnSync } from 'node:child_process';

import { AUDIT_EXCEPTIONS } from './audit-exceptions.js';
import { judgeAudit } from './audit-verdict.js';

/** Asks the registry for advisories about production dependencies. If it does not answer, this only reports that. */
const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json', '--fetch-retries=0', '--fetch-timeout=30000'], {
  encoding: 'utf8',
});
const verdict = judgeAudit(JSON.parse(stdout), AUDIT_EXCEPTIONS);
switch (verdict.kind) {
  case 'clean':
    console.log('No advisories for production dependencies');
    break;
  case 'unanswered':
    console.error(`The registry did not answer the request for advisories, so nothing was checked: ${verdict.reason}`);
    process.exitCode = 2;
    break;
  case 'problems':
    console.error(`Advisories for production dependencies:\n${verdict.lines.map((line) => `  - ${line}`).join('\n')}`);
    process.exitCode = 1;
}
