import { setTimeout } from 'node:timers/promises';

import type pg from 'pg';

import type { Book } from '../client/book.js';

const LOOK_MS = 500;

const UNDONE = `SELECT
  (SELECT count(*)::int FROM job_outbox WHERE failed_at IS NULL) AS jobs,
  (SELECT count(*)::int FROM agent_imports WHERE ended_at IS NULL) AS imports,
  (SELECT count(*)::int FROM activity_log WHERE chain_position IS NULL) AS entries,
  (SELECT count(DISTINCT agent_id)::int FROM credit_grants) AS granted`;

/**
 * Waits until there is nothing left to do, at most `patienceMs`. What is left by then is for the counts to find. Returns how long it
 * took in milliseconds.
 */
export async function settle(client: pg.Client, { agents }: Book, patienceMs: number): Promise<number> {
  const began = performance.now();
  const subscribers = agents.filter(({ subscribes, deleted }) => subscribes && !deleted).length;
  while (performance.now() - began < patienceMs) {
    const { rows } = await client.query<{ jobs: number; imports: number; entries: number; granted: number }>(UNDONE);
    const [left] = rows;
    if (left && left.jobs + left.imports + left.entries === 0 && left.granted >= subscribers) break;
    await setTimeout(LOOK_MS);
  }
  return performance.now() - began;
}
