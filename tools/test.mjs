import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';

// Runs all tests, also the later ones when earlier ones fail, and ends with one line that adds up all runners.
const REPORTS = 'test-results';
const total = { passed: 0, failed: 0, skipped: 0 };
let allWell = true;

rmSync(REPORTS, { recursive: true, force: true });
for (const target of ['test', 'e2e']) {
  const { status } = spawnSync('nx', ['run-many', '-t', target, '--output-style=static'], { stdio: 'inherit' });
  if (status !== 0) allWell = false;
  for (const project of projectsWith(target)) add(project, target);
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = allWell && total.failed === 0 ? 0 : 1;

function projectsWith(target) {
  return JSON.parse(execFileSync('nx', ['show', 'projects', '--with-target', target, '--json'], { encoding: 'utf8' }));
}

/** A runner that left no report did not get to its tests, which counts as one failure. */
function add(project, target) {
  let report = { passed: 0, failed: 1, skipped: 0 };
  try {
    report = JSON.parse(readFileSync(`${REPORTS}/${project}.json`, 'utf8'));
  } catch {
    console.error(`${project}:${target} did not report`);
  }
  for (const kind of Object.keys(total)) total[kind] += report[kind];
}
