import { setTimeout } from 'node:timers/promises';

import { DataSource, type QueryRunner } from 'typeorm';

import { dataSourceOptions } from './data-source-options.js';

/** Any number that no other application on the database locks. */
const MIGRATION_LOCK = 7_202_611;

/** How often a process that waits for another to migrate looks whether it is done. */
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
 * Whether this process is the one to migrate. It is asked for again and not waited for, since an index that is built
 * beside the writers waits for every statement that is under way, one that waits for the lock among them.
 */
async function tryLock(runner: QueryRunner): Promise<boolean> {
  const [row] = await runner.manager.query<{ locked: boolean }[]>('SELECT pg_try_advisory_lock($1) AS locked', [
    MIGRATION_LOCK,
  ]);
  return row?.locked === true;
}
