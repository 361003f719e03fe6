import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase, waitFor } from '@rollcall/testing';
import { DataSource } from 'typeorm';

import { dataSourceOptions } from './data-source-options.js';
import { migrate } from './migrate.js';
import { MIGRATIONS } from './migrations/index.js';
import { Activity1700000000008 } from './migrations/0008-activity.js';

/** What the version before writes into the activity log. */
const OLD_ENTRY = `INSERT INTO activity_log (created_at, activity_type, activity_description, target_model_type, target_model_id)
  VALUES (now(), 'team_created', '', 'team', 1)`;

describe('migrate', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  /** A database as the version before left it. */
  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await new DataSource({
      ...dataSourceOptions(database.url),
      migrations: MIGRATIONS.slice(0, MIGRATIONS.indexOf(Activity1700000000008)),
    }).initialize();
    await dataSource.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    await dataSource.runMigrations({ transaction: 'each' });
    for (let count = 0; count < 100; count++) await dataSource.query(OLD_ENTRY);
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const indexes = async () =>
    dataSource.query<{ name: string; valid: boolean }[]>(
      `SELECT indexrelid::regclass::text AS name, indisvalid AS valid FROM pg_index
       WHERE indrelid = 'activity_log'::regclass ORDER BY 1`,
    );

  it('builds the indexes of the activity log beside who writes it and who waits for the migration', async () => {
    let migrating = true;
    const write = async () => {
      while (migrating) await dataSource.query(OLD_ENTRY);
    };
    const writing = write();
    await Promise.all(Array.from({ length: 3 }, () => migrate(database.url)));
    migrating = false;
    await writing;
    await dataSource.query(OLD_ENTRY);
    expect((await indexes()).filter(({ valid }) => !valid)).toEqual([]);
    expect(await indexes()).toHaveLength(10);
  });

  it('goes on where a run was cut off that had done a part', async () => {
    await dataSource.query("DELETE FROM migrations WHERE name LIKE 'Activity%'");
    await dataSource.query('DROP INDEX activity_log_actor');
    await dataSource.query("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'activity_log_type'::regclass");
    await migrate(database.url);
    expect((await indexes()).filter(({ valid }) => valid)).toHaveLength(10);
    expect(await dataSource.query('SELECT head_position AS position FROM activity_chain')).toEqual([{ position: 0 }]);
  });

  it('gives way to whoever waits for a table that another transaction holds, and goes on when it is free', async () => {
    await dataSource.query("DELETE FROM migrations WHERE name LIKE 'ActivitySeals%'");
    const holder = dataSource.createQueryRunner();
    await holder.startTransaction();
    await holder.query('SELECT FROM activity_log LIMIT 1');
    let isDone = false;
    const migrating = migrate(database.url).then(() => (isDone = true));
    await waitFor('the migration to wait for the table', async () => {
      const [row] = await dataSource.query<{ waits: boolean }[]>(
        "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = 'activity_log'::regclass) AS waits",
      );
      return row?.waits;
    });
    await dataSource.query(OLD_ENTRY);
    expect(isDone).toBe(false);
    await holder.commitTransaction();
    await holder.release();
    await migrating;
  });

  it('takes off the seals that tell no time, and lets nobody make such any more', async () => {
    await dataSource.query("DELETE FROM migrations WHERE name LIKE 'ActivitySeals%'");
    await dataSource.query('ALTER TABLE activity_log DROP COLUMN sealed_after, DROP COLUMN sealed_at');
    await dataSource.query('ALTER TABLE activity_chain DROP COLUMN caught_up_at');
    await dataSource.query("UPDATE activity_log SET chain_position = id, chain_hash = 'x'");
    await dataSource.query("UPDATE activity_chain SET head_position = 100, head_hash = 'x'");
    await migrate(database.url);
    expect(await dataSource.query('SELECT FROM activity_log WHERE chain_position IS NOT NULL')).toEqual([]);
    expect(
      await dataSource.query("SELECT head_position AS position, encode(head_hash, 'hex') AS hash FROM activity_chain"),
    ).toEqual([{ position: 0, hash: '0'.repeat(64) }]);
    await expect(dataSource.query("UPDATE activity_log SET chain_position = id, chain_hash = 'x'")).rejects.toThrow(
      'activity_log_seal_dated',
    );
  });
});
