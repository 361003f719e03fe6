import { DataSource } from 'typeorm';

import { dataSourceOptions } from './data-source-options.js';

/** Any number that no other application on the database locks. */
const MIGRATION_LOCK = 7_202_611;

/** Brings the schema up to date. Safe to call from many processes at once: one migrates, the others wait for it. */
export async function migrate(url: string): Promise<void> {
  const dataSource = await new DataSource(dataSourceOptions(url)).initialize();
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await dataSource.runMigrations({ transaction: 'each' });
  } finally {
    await runner.query('SELECT pg_advisory_unlock_all()').catch(() => undefined);
    await runner.release();
    await dataSource.destroy();
  }
}
