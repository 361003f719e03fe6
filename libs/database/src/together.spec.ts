import { Socket } from 'node:net';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SystemClock } from '@rollcall/kernel';
import { createTestDatabase, type TestDatabase, waitFor } from '@rollcall/testing';
import { DataSource } from 'typeorm';

import { dataSourceOptions } from './data-source-options.js';
import { DatabaseClient } from './database-client.js';
import { violatedConstraint } from './database-errors.js';
import { together } from './together.js';
import { type Transaction, Transactions } from './transactions.js';

describe('parts of a transaction that are done together', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let transactions: Transactions;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await new DataSource(dataSourceOptions(database.url)).initialize();
    transactions = new Transactions(dataSource, new SystemClock());
    await dataSource.query('CREATE TABLE things (id integer CONSTRAINT things_unique UNIQUE)');
  });

  beforeEach(async () => {
    await dataSource.query('TRUNCATE things');
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const insert = ({ manager }: Transaction, id: number | string) =>
    manager.query('INSERT INTO things VALUES ($1) RETURNING id', [id]);
  const stored = () => dataSource.query('SELECT id FROM things ORDER BY id');

  it('run in the order in which they are asked for, and give their results in it', async () => {
    const results = await transactions.run((tx) =>
      together([insert(tx, 1), tx.manager.query('SELECT count(*) FROM things'), insert(tx, 2), 'no promise']),
    );
    expect(results).toEqual([[{ id: 1 }], [{ count: 1 }], [{ id: 2 }], 'no promise']);
  });

  it('are all sent before the first is answered', async () => {
    const written = await transactions.run(async ({ manager }) => {
      const client: unknown = await manager.queryRunner?.connect();
      if (!(client instanceof DatabaseClient) || !(client.connection.stream instanceof Socket)) return [];
      const { stream } = client.connection;
      const parts = [manager.query('SELECT pg_sleep(0.05)'), manager.query('SELECT 1 AS one')];
      await new Promise(setImmediate);
      const atOnce = stream.bytesWritten;
      await together(parts);
      return [stream.bytesWritten - atOnce];
    });
    expect(written).toEqual([0]);
  });

  it('fail with the error of the statement that failed, though its part tells of it after those that follow from it', async () => {
    const late = async (tx: Transaction) => {
      try {
        await insert(tx, 1);
      } finally {
        await new Promise(setImmediate);
      }
    };
    await insert({ manager: dataSource.manager, now: new Date(), afterCommit: () => undefined }, 1);
    const failing = transactions.run((tx) => together([late(tx), insert(tx, 2), insert(tx, 3)]));
    const error: unknown = await failing.catch((caught: unknown) => caught);
    expect(violatedConstraint(error)).toBe('things_unique');
  });

  it('leave nothing when one fails, not even what another does behind it', async () => {
    const goesOn = async (tx: Transaction, turns: number) => {
      await insert(tx, 2 * turns);
      for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
      await insert(tx, 2 * turns + 1);
    };
    for (let turns = 0; turns < 20; turns++) {
      const failing = transactions.run((tx) => together([insert(tx, -1), goesOn(tx, turns), insert(tx, -1)]));
      const error: unknown = await failing.catch((caught: unknown) => caught);
      expect(violatedConstraint(error)).toBe('things_unique');
    }
    expect(await stored()).toEqual([]);
  });

  it('fail with what failed first, in whatever order they stand', async () => {
    const goesOn = async (tx: Transaction) => {
      await insert(tx, 2);
      await insert(tx, 3);
    };
    const failing = transactions.run((tx) => together([goesOn(tx), insert(tx, 'none')]));
    await expect(failing).rejects.toThrow('invalid input syntax for type integer');
    expect(await stored()).toEqual([]);
  });

  it('are not done outside of a transaction that did not begin: its connection is cut', async () => {
    const client = new DatabaseClient({ connectionString: database.url, pipeline: true });
    client.on('error', () => undefined);
    await client.connect();
    // A failed transaction answers every statement with an error, also the one that begins it.
    await client.query('BEGIN');
    await client.query('none').catch(() => undefined);
    await client.query('START TRANSACTION');
    await expect(client.query('INSERT INTO things VALUES (1)')).rejects.toThrow();
    await waitFor('the connection to be cut', () =>
      client.query('SELECT 1').then(
        () => false,
        (error: unknown) => /not queryable|terminated/.test(String(error)),
      ),
    );
    expect(await stored()).toEqual([]);
  });

  it('leave the connection as good as before', async () => {
    for (let n = 0; n < 30; n++)
      await transactions
        .run((tx) => together([insert(tx, n), n % 2 ? insert(tx, 'none') : insert(tx, n + 100)]))
        .catch(() => undefined);
    expect(await stored()).toHaveLength(30);
    expect(
      await dataSource.query(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state <> 'active'",
      ),
    ).toEqual([{ count: 0 }]);
  });
});
