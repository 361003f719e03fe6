import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';

// Runs the tests of all projects in one run of Jest, with one PostgreSQL and one Redis, so that no core waits for the longest
// project. Ends with one line of totals. Arguments are Jest's: `npm test -- bodies.spec`.
const RESULTS = 'test-results';
const REPORT = `${RESULTS}/jest.json`;
const JEST = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];

// Jest loads all modules anew for each file that it runs, which takes longer than most specs do. What is in one of these folders
// is a part of it, and one file of the run: so is each library, and so are the specs of the console, for which one api and one
// browser are started.
const IN_PARTS = ['apps/api/src', 'apps/api-e2e/src', 'libs'];

rmSync(RESULTS, { recursive: true, force: true });
const chosen = process.argv.slice(2);
const roots = chosen.length > 0 ? ['apps', 'libs', 'tools'] : [...IN_PARTS.map(partsAsFiles), ...otherApps(), 'tools'];
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

function otherApps() {
  return readdirSync('apps')
    .map((name) => `apps/${name}`)
    .filter((app) => !IN_PARTS.some((folder) => folder.startsWith(`${app}/`)));
}

/**
 * Writes a file for each part of the folder that imports all its specs. Each of these has its hooks in a `describe`, or shares them
 * with all others of its part.
 */
function partsAsFiles(folder) {
  const specs = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.spec.ts'));
  const imports = {};
  for (const spec of specs.toSorted()) {
    const [part] = spec.replace(/\.spec\.ts$/, '').split(sep);
    (imports[part] ??= []).push(`import ${JSON.stringify(resolve(folder, spec))};\n`);
  }
  const parts = join(RESULTS, folder);
  mkdirSync(parts, { recursive: true });
  for (const [part, lines] of Object.entries(imports)) writeFileSync(join(parts, `${part}.spec.mjs`), lines.join(''));
  return parts;
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
