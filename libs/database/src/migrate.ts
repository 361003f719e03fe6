import { setTimeout } from 'node:timers/promises';

import { DataSource, type QueryRunner } from 'typeorm';

import { dataSourceOptions } from './data-source-options.js';

/** A number for the advisory lock; no other application on the database may use it. */
const MIGRATION_LOCK = 7_202_611;

/** How often a process that waits for another's migration looks whether that is done. */
const LOOK_MS = 100;

/** Brings the schema up to date. Safe to call from many processes at once: one migrates, the others wait for it. */
export async function migrate(url: string): Promise<void> {
  const dataSource = await new DataSource(dataSourceOptions(url)).initialize();
  const runner = dataSource.createQueryRunner();
  try {
    while (!(await tryLock(runner))) await setTimeout(LOOK_MS);
    await dataSource.runMigrations({ transaction: 'each' });
  } finally {
    await runner.query('SELECT pg_advisory_unlock_all()').catch(() => undefined);
    await runner.release();
    await dataSource.destroy();
  }
}

/**
 * Whether this process is the one to migrate. It tries to take the lock again and again and does not wait in a
 * statement: a concurrent build of an index waits for all running statements, and so would wait for a statement that
 * waits for the lock.
 */
async function tryLock(runner: QueryRunner): Promise<boolean> {
  const [row] = await runner.manager.query<{ locked: boolean }[]>('SELECT pg_try_advisory_lock($1) AS locked', [
    MIGRATION_LOCK,
  ]);
  return row?.locked === true;
}
