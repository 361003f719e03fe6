import { setTimeout } from 'node:timers/promises';

import { Logger } from '@nestjs/common';
import { DataSource, MigrationExecutor, type QueryRunner } from 'typeorm';

import { dataSourceOptions } from './data-source-options.js';
import { isLockedOut } from './database-errors.js';

/** A number for the advisory lock; no other application on the database may use it. */
const MIGRATION_LOCK = 7_202_611;

/** How often a process that waits for another's migration looks whether that is done. */
const LOOK_MS = 100;

/**
 * How long a migration waits for a table. While it waits, all that comes after it waits behind it, so it soon gives way and comes
 * back.
 */
const LOCK_TIMEOUT_MS = 2_000;
const PAUSE_MS = 1_000;

/** Brings the schema up to date. Safe to call from many processes at once: one migrates, the others wait for it. */
export async function migrate(url: string): Promise<void> {
  const dataSource = await new DataSource(dataSourceOptions(url)).initialize();
  const runner = dataSource.createQueryRunner();
  try {
    while (!(await tryLock(runner))) await setTimeout(LOOK_MS);
    giveWay(runner);
    await runner.query(`SET lock_timeout = ${LOCK_TIMEOUT_MS}`);
    while (!(await tryMigrations(dataSource, runner))) await setTimeout(PAUSE_MS);
  } finally {
    await runner.query('SELECT pg_advisory_unlock_all()').catch(() => undefined);
    await runner.release();
    await dataSource.destroy();
  }
}

/**
 * Has a build of an index beside the writers wait for as long as it must: nobody waits behind it, and it would begin from the start.
 * All other statements of the runner give way.
 */
function giveWay(runner: QueryRunner): void {
  const plain = runner.query.bind(runner);
  const query = async (...call: Parameters<QueryRunner['query']>): Promise<unknown> => {
    if (!call[0].includes(' CONCURRENTLY ')) return plain(...call);
    await plain('SET lock_timeout = 0');
    try {
      return await plain(...call);
    } finally {
      await plain(`SET lock_timeout = ${LOCK_TIMEOUT_MS}`);
    }
  };
  Object.defineProperty(runner, 'query', { value: query });
}

/** Returns false when a table was in use for too long. What was migrated until then stays. */
async function tryMigrations(dataSource: DataSource, runner: QueryRunner): Promise<boolean> {
  const executor = new MigrationExecutor(dataSource, runner);
  executor.transaction = 'each';
  try {
    await executor.executePendingMigrations();
    return true;
  } catch (error) {
    if (!isLockedOut(error)) throw error;
    new Logger('Migrations').warn('A table is in use; its migration gives way and is tried again in a second');
    return false;
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
