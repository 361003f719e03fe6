import type { EntityManager } from 'typeorm';

/** How many rows one statement removes: few enough to hold up nobody. */
const BATCH = 1_000;

/**
 * Runs a DELETE that removes at most `$1` rows again and again, until it removes fewer. Outside of a transaction each run is one of
 * its own. What the rows are chosen and ordered by has to be an index; `id = ANY (ARRAY(SELECT …))` has PostgreSQL look each of them up,
 * where `id IN` may read the whole table.
 */
export async function deleteInBatches(
  manager: EntityManager,
  statement: string,
  ...parameters: readonly unknown[]
): Promise<void> {
  for (let deleted = BATCH; deleted === BATCH;) {
    const [, count]: [unknown, number] = await manager.query(statement, [BATCH, ...parameters]);
    deleted = count;
  }
}
