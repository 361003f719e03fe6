import { setTimeout } from 'node:timers/promises';

import type pg from 'pg';

import type { Finding } from './agents.js';
import { SYNCED_BEHIND } from './billing.js';

const LOOK_MS = 500;

const UNDONE = `SELECT
  (SELECT count(*)::int FROM job_outbox WHERE failed_at IS NULL) AS jobs,
  (SELECT count(*)::int FROM agent_imports WHERE ended_at IS NULL) AS imports,
  (SELECT count(*)::int FROM activity_log WHERE chain_position IS NULL) AS entries,
  (SELECT count(*)::int FROM agents WHERE first_name LIKE 'live-%' AND deleted_at IS NULL
     AND NOT EXISTS (SELECT FROM credit_grants WHERE agent_id = agents.id) AND uuid NOT IN (${SYNCED_BEHIND})) AS grants`;

/** What is still to be done: how many of each. */
interface Undone {
  readonly jobs: number;
  readonly imports: number;
  readonly entries: number;
  readonly grants: number;
}

/** How long it took until nothing was left to do, in milliseconds, and what is left all the same. */
interface Settled {
  readonly tookMs: number;
  readonly findings: Finding[];
}

/** Waits until there is nothing left to do, at most `patienceMs` and not when it is `over`. */
export async function settle(client: pg.Client, patienceMs: number, over: AbortSignal): Promise<Settled> {
  const began = performance.now();
  for (;;) {
    const { rows } = await client.query<Undone>(UNDONE);
    const left = Object.entries(rows[0] ?? {}).filter(([, count]) => count > 0);
    const tookMs = performance.now() - began;
    if (left.length > 0 && !over.aborted && tookMs < patienceMs) {
      await setTimeout(LOOK_MS);
      continue;
    }
    const findings = left.map(([what, count]) => ({
      wrong: 'an outbox row or job stuck' as const,
      detail: `${count} ${what} not done ${Math.round(tookMs / 1_000)} s after the end`,
    }));
    return { tookMs, findings };
  }
}
