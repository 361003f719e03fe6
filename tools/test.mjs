import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';

// Runs the tests of all projects in one run of Jest, with one PostgreSQL and one Redis, so that no core waits for the longest
// project. Ends with one line of totals. Arguments are Jest's: `npm test -- bodies.spec`.
const REPORT = 'test-results/jest.json';
const JEST = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
const ROOTS = ['apps', 'libs', 'tools'].map((folder) => `--roots=${folder}`);

rmSync(REPORT, { force: true });
const allWell =
  run('nx', 'run-many', '-t', 'build', '--output-style=static') &&
  run(process.execPath, ...JEST, ...ROOTS, '--json', `--outputFile=${REPORT}`, ...process.argv.slice(2));
const { passed, failed, skipped } = totals();
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = allWell && failed === 0 ? 0 : 1;

function run(command, ...args) {
  return spawnSync(command, args, { stdio: 'inherit' }).status === 0;
}

/** A file that did not get to its tests counts as one failure, and so does a run that left no report. */
function totals() {
  try {
    const report = JSON.parse(readFileSync(REPORT, 'utf8'));
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
      skipped: report.numPendingTests + report.numTodoTests,
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
