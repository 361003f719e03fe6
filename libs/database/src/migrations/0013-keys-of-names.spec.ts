import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { createTestDatabase, type TestDatabase } from '@rollcall/testing';
import { DataSource } from 'typeorm';

import { dataSourceOptions } from '../data-source-options.js';
import { migrate } from '../migrate.js';
import { KeysOfNames1700000000013 } from './0013-keys-of-names.js';
import { MIGRATIONS } from './index.js';

const ROLE = `INSERT INTO roles (uuid, created_at, updated_at, name, description, permissions)
  VALUES (gen_random_uuid(), now(), now(), $1, '', '{}')`;
const TEAM = `INSERT INTO teams (created_at, updated_at, name, conversation_assignment_type, max_auto_assigned_conversations)
  VALUES (now(), now(), $1, 'Manual', 0)`;
const AGENT = `INSERT INTO agents (uuid, created_at, updated_at, first_name, last_name, email, enabled, availability_status)
  VALUES (gen_random_uuid(), now(), now(), 'Ada', '', $1, true, 'offline')`;

describe('the keys of names and mailboxes', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  /** A database as the version before left it. */
  beforeAll(async () => {
    Logger.overrideLogger(false);
    database = await createTestDatabase();
    dataSource = await new DataSource({
      ...dataSourceOptions(database.url),
      migrations: MIGRATIONS.slice(0, MIGRATIONS.indexOf(KeysOfNames1700000000013)),
    }).initialize();
    await dataSource.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    await dataSource.runMigrations({ transaction: 'each' });
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const column = async (sql: string) =>
    (await dataSource.query<{ value: string | null }[]>(sql)).map(({ value }) => value);

  it('leave a name with the oldest that has it, and touch no other', async () => {
    for (const name of ['Ad\u200bmin', 'ΥΠΕΥΘΥΝΟΣ', 'Straße', 'STRASSE', 'Support '])
      await dataSource.query(ROLE, [name]);
    const long = ['x'.repeat(139), 'X'.repeat(139), '😀'.repeat(140)];
    for (const name of ['Support', 'support', ' Support\u200b', 'Support (2)', '\u200b', ...long])
      await dataSource.query(TEAM, [name]);
    for (const email of ['a@xn--mnchen-3ya.example', 'a@münchen.example', 'ada@example.com', 'νικος@example.com', null])
      await dataSource.query(AGENT, [email]);
    await Promise.all(Array.from({ length: 3 }, () => migrate(database.url)));
    expect(await column('SELECT name AS value FROM roles WHERE built_in IS NULL ORDER BY id')).toEqual([
      'Ad\u200bmin (2)',
      'ΥΠΕΥΘΥΝΟΣ',
      'Straße',
      'STRASSE (2)',
      'Support',
    ]);
    expect(await column('SELECT name_key AS value FROM roles WHERE built_in IS NULL ORDER BY id')).toEqual([
      'admin (2)',
      'υπευθυνοσ',
      'strasse',
      'strasse (2)',
      'support',
    ]);
    expect(await column('SELECT name AS value FROM teams ORDER BY id')).toEqual([
      'Support',
      'support (3)',
      'Support (4)',
      'Support (2)',
      'Nameless 5',
      'x'.repeat(139),
      `${'X'.repeat(136)} (2)`,
      '😀'.repeat(140),
    ]);
  });

  it('tell in the activity log what was renamed', async () => {
    expect(
      await dataSource.query(
        `SELECT activity_type AS type, target_model_id AS id, changes FROM activity_log
         WHERE activity_type = 'team_updated' ORDER BY id LIMIT 1`,
      ),
    ).toEqual([{ type: 'team_updated', id: 2, changes: { name: { before: 'support', after: 'support (3)' } } }]);
  });

  it('find the oldest agent of a mailbox, and leave the others their address', async () => {
    expect(await dataSource.query('SELECT email, email_key AS key FROM agents ORDER BY id')).toEqual([
      { email: 'a@xn--mnchen-3ya.example', key: 'a@xn--mnchen-3ya.example' },
      { email: 'a@münchen.example', key: 'a@xn--mnchen-3ya.example 2' },
      { email: 'ada@example.com', key: 'ada@example.com' },
      { email: 'νικος@example.com', key: 'νικοσ@example.com' },
      { email: null, key: null },
    ]);
  });

  it('are given to what a process of the version before writes', async () => {
    await dataSource.query(ROLE, ['  Second   Level ']);
    await dataSource.query("UPDATE roles SET name = 'Third Level' WHERE name_key = 'second level'");
    await dataSource.query(TEAM, ['Équipe']);
    await dataSource.query(AGENT, ['grace@example.com']);
    await dataSource.query("UPDATE agents SET email = 'hopper@example.com' WHERE email_key = 'grace@example.com'");
    expect(await column("SELECT name_key AS value FROM roles WHERE name = 'Third Level'")).toEqual(['third level']);
    expect(await column("SELECT name_key AS value FROM teams WHERE name = 'Équipe'")).toEqual(['équipe']);
    expect(await column("SELECT email_key AS value FROM agents WHERE email = 'hopper@example.com'")).toEqual([
      'hopper@example.com',
    ]);
    await expect(dataSource.query(TEAM, ['SUPPORT '])).rejects.toThrow('teams_name_unique');
    await expect(dataSource.query(ROLE, ['Support'])).rejects.toThrow('roles_name_unique');
    await expect(dataSource.query(AGENT, ['ada@example.com'])).rejects.toThrow('agents_email_unique');
  });

  it('go on where a run was cut off, and change nothing when all is done', async () => {
    const all = async (): Promise<unknown[]> => [
      await dataSource.query<object[]>('SELECT id, name, name_key FROM roles ORDER BY id'),
      await dataSource.query<object[]>('SELECT id, name, name_key FROM teams ORDER BY id'),
      await dataSource.query<object[]>('SELECT id, email, email_key FROM agents ORDER BY id'),
    ];
    const before = await all();
    for (const cut of [
      'SELECT 1',
      "UPDATE agents SET email_key = NULL WHERE email = 'νικος@example.com'",
      'DROP INDEX agents_email_unique; CREATE UNIQUE INDEX agents_email_unique ON agents (email) WHERE deleted_at IS NULL',
      'ALTER INDEX agents_email_unique RENAME TO agents_email_key_unique; CREATE UNIQUE INDEX agents_email_unique ON agents (email) WHERE deleted_at IS NULL',
    ]) {
      await dataSource.query(cut);
      await dataSource.query("DELETE FROM migrations WHERE name LIKE 'KeysOfNames%'");
      await migrate(database.url);
      expect(await all()).toEqual(before);
    }
    const indexes = await column(
      "SELECT indexdef AS value FROM pg_indexes WHERE tablename = 'agents' AND indexdef LIKE '%btree%email%'",
    );
    expect(indexes).toEqual([expect.stringContaining('agents_email_unique ON public.agents USING btree (email_key)')]);
  });
});
