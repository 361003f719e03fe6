import { setTimeout } from 'node:timers/promises';

import type pg from 'pg';

import { SYNCED_BEHIND } from './billing.js';

const LOOK_MS = 500;

const UNDONE = `SELECT
  (SELECT count(*)::int FROM job_outbox WHERE failed_at IS NULL) AS jobs,
  (SELECT count(*)::int FROM agent_imports WHERE ended_at IS NULL) AS imports,
  (SELECT count(*)::int FROM activity_log WHERE chain_position IS NULL) AS entries,
  (SELECT count(*)::int FROM agents WHERE first_name LIKE 'live-%' AND deleted_at IS NULL
     AND NOT EXISTS (SELECT FROM credit_grants WHERE agent_id = agents.id) AND uuid NOT IN (${SYNCED_BEHIND})) AS grants`;

/**
 * Waits until there is nothing left to do, at most `patienceMs` and not when it is `over`. What is left by then is for the counts to find. Returns how long it
 * took in milliseconds.
 */
export async function settle(client: pg.Client, patienceMs: number, over: AbortSignal): Promise<number> {
  const began = performance.now();
  while (!over.aborted && performance.now() - began < patienceMs) {
    const { rows } = await client.query<{ jobs: number; imports: number; entries: number; grants: number }>(UNDONE);
    const [left] = rows;
    if (left && left.jobs + left.imports + left.entries + left.grants === 0) break;
    await setTimeout(LOOK_MS);
  }
  return performance.now() - began;
}
