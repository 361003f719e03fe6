import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve, sep } from 'node:path';

// Runs the tests of all projects in one run of Jest, with one PostgreSQL and one Redis, so that no core waits for the longest
// project. Ends with one line of totals. Arguments are Jest's: `npm test -- bodies.spec`.
const RESULTS = 'test-results';
const REPORT = `${RESULTS}/jest.json`;
const JEST = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];

// Jest loads all modules anew for each file that it runs, which for the api takes longer than most of its specs do.
const API = 'apps/api/src';
const PARTS = `${RESULTS}/api`;

rmSync(RESULTS, { recursive: true, force: true });
const chosen = process.argv.slice(2);
const roots = chosen.length > 0 ? ['apps', 'libs', 'tools'] : [...rootsBut('api'), partsAsFiles()];
const allWell =
  run('nx', 'run-many', '-t', 'build', '--output-style=static') &&
  run(
    process.execPath,
    ...JEST,
    ...roots.map((root) => `--roots=${root}`),
    '--json',
    `--outputFile=${REPORT}`,
    ...chosen,
  );
const { passed, failed, skipped } = totals();
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = allWell && failed === 0 ? 0 : 1;

function run(command, ...args) {
  return spawnSync(command, args, { stdio: 'inherit' }).status === 0;
}

function rootsBut(app) {
  return ['libs', 'tools', ...readdirSync('apps').flatMap((name) => (name === app ? [] : `apps/${name}`))];
}

/** Writes a file for each part of the api that imports all its specs; each of these has its hooks in a `describe`. */
function partsAsFiles() {
  const specs = readdirSync(API, { recursive: true }).filter((file) => file.endsWith('.spec.ts'));
  const imports = {};
  for (const spec of specs.toSorted()) {
    const [part] = spec.replace(/\.spec\.ts$/, '').split(sep);
    (imports[part] ??= []).push(`import ${JSON.stringify(resolve(API, spec))};\n`);
  }
  mkdirSync(PARTS, { recursive: true });
  for (const [part, lines] of Object.entries(imports)) writeFileSync(`${PARTS}/${part}.spec.mjs`, lines.join(''));
  return PARTS;
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
