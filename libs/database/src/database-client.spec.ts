import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { SystemClock } from '@rollcall/kernel';
import { createTestDatabase, type TestDatabase, waitFor } from '@rollcall/testing';
import pg from 'pg';
import { DataSource } from 'typeorm';

import { dataSourceOptions } from './data-source-options.js';
import { DatabaseClient, PLANNED_FOR_VALUES } from './database-client.js';
import { Transactions } from './transactions.js';

describe('a client of the database', () => {
  let database: TestDatabase;
  let client: DatabaseClient;
  let other: pg.Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    client = new DatabaseClient(database.url);
    other = new pg.Client(database.url);
    await client.connect();
    await other.connect();
    await other.query("CREATE TABLE things (id integer, name text); INSERT INTO things VALUES (1, 'one')");
  });

  afterAll(async () => {
    await client.end();
    await other.end();
    await database.drop();
  });

  const findOne = async (): Promise<unknown[]> =>
    (await client.query<{ id: number }>('SELECT * FROM things WHERE id = $1', [1])).rows;
  const preparedTexts = async (): Promise<string[]> =>
    (await client.query<{ statement: string }>('SELECT statement FROM pg_prepared_statements')).rows.map(
      ({ statement }) => statement,
    );

  it('has a statement with parameters prepared, once, and one without not at all', async () => {
    for (const id of [1, 2, 3]) await client.query('SELECT $1::int AS often', [id]);
    await client.query('SELECT 1 AS rarely');
    const texts = await preparedTexts();
    expect(texts.filter((text) => text.includes('AS often'))).toHaveLength(1);
    expect(texts.filter((text) => text.includes('AS rarely'))).toEqual([]);
  });

  it('leaves a statement unprepared that is to be planned for its values', async () => {
    await client.query(`/* ${PLANNED_FOR_VALUES} */ SELECT $1::int AS planned`, [1]);
    expect((await preparedTexts()).filter((text) => text.includes('AS planned'))).toEqual([]);
  });

  it('answers as if nothing were when a migration changed what a statement returns', async () => {
    expect(await findOne()).toEqual([{ id: 1, name: 'one' }]);
    await other.query('ALTER TABLE things ADD colour text');
    expect(await findOne()).toEqual([{ id: 1, name: 'one', colour: null }]);
  });

  it('answers as if nothing were when it is in another session by now, as behind a pooler', async () => {
    await findOne();
    await client.query('DEALLOCATE ALL');
    expect(await findOne()).toHaveLength(1);
  });

  it('does not send a statement again in a transaction, which is over by then, and does so behind it', async () => {
    await findOne();
    await client.query('BEGIN');
    await client.query('DEALLOCATE ALL');
    await expect(findOne()).rejects.toHaveProperty('code', '26000');
    await client.query('ROLLBACK');
    expect(await findOne()).toHaveLength(1);
  });

  it('has no more than so many statements prepared, whatever is put into their texts', async () => {
    for (let n = 0; n < 600; n++) await client.query(`SELECT $1::int + ${n} AS sum`, [1]);
    expect((await preparedTexts()).length).toBeLessThanOrEqual(501);
    expect((await client.query('SELECT $1::int + 599 AS sum', [1])).rows).toEqual([{ sum: 600 }]);
  });

  it('survives the loss of its connection while nobody listens, and tells the first who does', async () => {
    const lonely = new DatabaseClient(database.url);
    await lonely.connect();
    const { rows } = await lonely.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await other.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
    await waitFor('the connection to be lost', () =>
      lonely.query('SELECT 1').then(
        () => false,
        () => true,
      ),
    );
    const heard = new Promise((resolve) => lonely.once('error', resolve));
    expect(await heard).toHaveProperty('message');
  });
});

describe('transactions', () => {
  it('are done again when a migration changed what a statement in them returns', async () => {
    const database = await createTestDatabase();
    const dataSource = await new DataSource({ ...dataSourceOptions(database.url), migrations: [] }).initialize();
    Logger.overrideLogger(false);
    const transactions = new Transactions(dataSource, new SystemClock());
    await dataSource.query('CREATE TABLE things (id integer); ALTER TABLE things ADD name text');
    const find = () => transactions.run(({ manager }) => manager.query('SELECT * FROM things WHERE id <> $1', [0]));
    await dataSource.query('INSERT INTO things VALUES (1)');
    expect(await find()).toEqual([{ id: 1, name: null }]);
    await dataSource.query('ALTER TABLE things ADD colour text');
    expect(await find()).toEqual([{ id: 1, name: null, colour: null }]);
    await dataSource.destroy();
    await database.drop();
  });
});
