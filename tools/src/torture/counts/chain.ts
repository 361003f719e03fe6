import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import type pg from 'pg';

import type { Finding } from './agents.js';

const CLI = fileURLToPath(new URL('../../../../apps/api/dist/verify-activity-cli.js', import.meta.url));

/** How a verification tells of an entry whose time cannot be right. */
const WRONG_CLOCK = /^inserted, or by a wrong clock: entry (\d+) /;

/** Verifies the chain of the activity log as an operator does. */
export async function findBreaks(databaseUrl: string, client: pg.Client): Promise<Finding[]> {
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, [CLI], { env: { DATABASE_URL: databaseUrl } }, (_error, stdout, stderr) => {
      resolve(stderr + stdout);
    });
  });
  const { rows } = await client.query<{ id: string }>(
    `SELECT id::text FROM activity_log WHERE actor_id IS NULL
       OR target_model_type = 'agent' AND target_model_id IN (SELECT agent_id FROM import_rows)`,
  );
  return breaksIn(output, new Set(rows.map(({ id }) => id)));
}

/**
 * The findings among what a verification has printed. Workers write entries of imports, and some of which nobody is the actor. By a
 * wrong clock a verification tells them, as it should (docs/adr/0012): they are none.
 */
export function breaksIn(output: string, ofWorkers: ReadonlySet<string>): Finding[] {
  const lines = output.split('\n');
  const end = lines.findIndex((line) => line.startsWith('The activity log is '));
  const findings = (end === -1 ? lines : lines.slice(0, end)).filter((line) => {
    const [, entry] = WRONG_CLOCK.exec(line) ?? [];
    return line !== '' && (entry === undefined || !ofWorkers.has(entry));
  });
  return findings.map((detail) => ({ wrong: 'an entry missing or doubled, or a broken chain', detail }));
}
