import { waitFor } from './wait-for.js';

/**
 * Waits until a statement in this database waits for a lock. Ask outside of a transaction: within one PostgreSQL answers the
 * same each time.
 * @param what who is to wait, for the error when nobody does
 */
export async function waitForLock(what: string, query: (sql: string) => Promise<unknown[]>): Promise<void> {
  await waitFor(`${what} to wait for a lock`, async () => {
    const waiting = await query(
      "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
    );
    return waiting.length > 0;
  });
}
