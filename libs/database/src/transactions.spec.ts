import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { DomainError, SystemClock } from '@rollcall/kernel';
import { createTestDatabase, type TestDatabase, waitFor } from '@rollcall/testing';
import { DataSource } from 'typeorm';

import { dataSourceOptions } from './data-source-options.js';
import { isDatabaseAway, violatedConstraint } from './database-errors.js';
import { assertNoTransaction, Transactions } from './transactions.js';

describe('Transactions', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let transactions: Transactions;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await new DataSource(dataSourceOptions(database.url)).initialize();
    Logger.overrideLogger(false);
    transactions = new Transactions(dataSource, new SystemClock());
    await dataSource.query('CREATE TABLE counters (id integer PRIMARY KEY, count bigint NOT NULL)');
    await dataSource.query('INSERT INTO counters VALUES (1, 0), (2, 0)');
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('runs a task behind the commit, and not behind a rollback', async () => {
    const ran: string[] = [];
    const note = (text: string) => () => {
      ran.push(text);
      return Promise.resolve();
    };
    await transactions.run((tx) => {
      tx.afterCommit(note('committed'));
      expect(ran).toEqual([]);
      return Promise.resolve();
    });
    const failing = transactions.run((tx) => {
      tx.afterCommit(note('rolled back'));
      return Promise.reject(new Error('no'));
    });
    await expect(failing).rejects.toThrow('no');
    await transactions.beforeApplicationShutdown();
    expect(ran).toEqual(['committed']);
  });

  it('notice a call to somebody else from within, and let the tasks behind a commit make it', async () => {
    const call = () =>
      Promise.resolve().then(() => {
        assertNoTransaction('A call to Stripe');
      });
    await expect(transactions.run(call)).rejects.toThrow('A call to Stripe inside a database transaction');
    let behind: Promise<void> | undefined;
    await transactions.run((tx) => {
      tx.afterCommit(() => (behind = call()));
      return Promise.resolve();
    });
    await expect(behind).resolves.toBeUndefined();
    await expect(call()).resolves.toBeUndefined();
  });

  it('does not fail a committed request for a task that failed behind it', async () => {
    const result = transactions.run((tx) => {
      tx.afterCommit(() => Promise.reject(new Error('the queue is away')));
      return Promise.resolve('done');
    });
    await expect(result).resolves.toBe('done');
    await transactions.beforeApplicationShutdown();
  });

  it('runs both of two transactions that lock each other out', async () => {
    let met = 0;
    const crossing = (first: number, second: number) =>
      transactions.run(async ({ manager }) => {
        await manager.query('UPDATE counters SET count = count + 1 WHERE id = $1', [first]);
        met++;
        await waitFor('both to hold their first row', () => met >= 2);
        await manager.query('UPDATE counters SET count = count + 1 WHERE id = $1', [second]);
      });
    await Promise.all([crossing(1, 2), crossing(2, 1)]);
    expect(await dataSource.query('SELECT count FROM counters ORDER BY id')).toEqual([{ count: 2 }, { count: 2 }]);
    expect(met).toBeGreaterThan(2);
  });

  describe('as one', () => {
    const nothing = () => Promise.resolve();
    const add = (id: number) =>
      transactions.run(async (tx) => {
        await tx.manager.query('INSERT INTO counters VALUES ($1, 0)', [id]);
        tx.afterCommit(() => {
          behind.push(id);
          return Promise.resolve();
        });
      });
    const ids = async () =>
      (await dataSource.query<{ id: number }[]>('SELECT id FROM counters WHERE id > 2 ORDER BY id')).map(
        ({ id }) => id,
      );
    let behind: number[];

    beforeEach(async () => {
      behind = [];
      await dataSource.query('DELETE FROM counters WHERE id > 2');
    });

    it('are committed together, with what is done before and behind them', async () => {
      const order: string[] = [];
      const note = (what: string) => () => {
        order.push(what);
        return Promise.resolve();
      };
      const seen = await transactions.runAsOne(
        async () => {
          order.push('work');
          assertNoTransaction('A call before the first');
          await add(10);
          await add(11);
          expect(await ids()).toEqual([]);
          expect(() => {
            assertNoTransaction('A call behind the first');
          }).toThrow('inside a database transaction');
          const [{ count } = {}] = await transactions.reader.query<{ count: number }[]>(
            'SELECT count(*) FROM counters',
          );
          return count;
        },
        note('first'),
        note('last'),
      );
      await transactions.beforeApplicationShutdown();
      expect([seen, await ids(), order, behind]).toEqual([4, [10, 11], ['work', 'first', 'last'], [10, 11]]);
    });

    it('are undone together when anything fails, and no task follows', async () => {
      const work = async () => {
        await add(10);
        throw new Error('no');
      };
      await expect(transactions.runAsOne(work, nothing, nothing)).rejects.toThrow('no');
      const failing = () => Promise.reject(new Error('not kept'));
      await expect(transactions.runAsOne(() => add(10), nothing, failing)).rejects.toThrow('not kept');
      await expect(transactions.runAsOne(() => add(10), failing, nothing)).rejects.toThrow('not kept');
      await transactions.beforeApplicationShutdown();
      expect([await ids(), behind]).toEqual([[], []]);
    });

    it('fail with what cut the connection, not with the rollback that cannot be sent any more', async () => {
      const cut = () =>
        transactions.run(async ({ manager }) => {
          await manager.query('SELECT pg_terminate_backend(pg_backend_pid())');
        });
      const error: unknown = await transactions.runAsOne(cut, nothing, nothing).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ message: expect.stringContaining('terminating connection') });
      expect(isDatabaseAway(error)).toBe(true);
    });

    it('stay done up to what a rule refuses', async () => {
      const refused = async () => {
        await add(10);
        await transactions.run(async ({ manager }) => {
          await manager.query('INSERT INTO counters VALUES (11, 0)');
          throw new DomainError('email_taken', 'refused');
        });
      };
      const last = () => Promise.reject(new Error('nothing is kept of a refusal'));
      await expect(transactions.runAsOne(refused, nothing, last)).rejects.toThrow('refused');
      await transactions.beforeApplicationShutdown();
      expect([await ids(), behind]).toEqual([[10], [10]]);
    });
  });

  it('names the constraint that was violated', async () => {
    const error: unknown = await dataSource
      .query('INSERT INTO counters VALUES (1, 0)')
      .catch((caught: unknown) => caught);
    expect(violatedConstraint(error)).toBe('counters_pkey');
    expect(isDatabaseAway(error)).toBe(false);
  });

  it('fails with the error that stands for the violated constraint, and with any other as it is', async () => {
    const taken = new Error('There is a counter 1 already');
    const insert = (values: string) =>
      transactions.runOr({ counters_pkey: () => taken }, ({ manager }) =>
        manager.query(`INSERT INTO counters VALUES (${values})`),
      );
    await expect(insert('1, 0')).rejects.toBe(taken);
    await expect(insert('3, NULL')).rejects.toThrow('null value');
    await expect(insert('3, 0')).resolves.toEqual([]);
  });

  it('tells a database that is away from one that says no', async () => {
    const cut: unknown = await dataSource
      .query('SELECT pg_terminate_backend(pg_backend_pid())')
      .catch((caught: unknown) => caught);
    expect(isDatabaseAway(cut)).toBe(true);
    const refused = await new DataSource(dataSourceOptions('postgres://nobody@127.0.0.1:1/none'))
      .initialize()
      .catch((caught: unknown) => caught);
    expect(isDatabaseAway(refused)).toBe(true);
  });
});
