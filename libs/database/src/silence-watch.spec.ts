import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createTestDatabase,
  type CuttingProxy,
  startCuttingProxy,
  type TestDatabase,
  waitFor,
} from '@rollcall/testing';

import { DatabaseClient } from './database-client.js';
import { isDatabaseAway } from './database-errors.js';

const SHORT = { silentMs: 80, probeMs: 80 };

describe('a statement that is not answered', () => {
  let database: TestDatabase;
  let proxy: CuttingProxy;

  beforeAll(async () => {
    database = await createTestDatabase();
    proxy = await startCuttingProxy(database.url);
  });

  afterAll(async () => {
    await proxy.close();
    await database.drop();
  });

  const connect = async (): Promise<DatabaseClient> => {
    const client = new DatabaseClient({ connectionString: proxy.url }, SHORT);
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };

  it('fails as by a lost connection when the server is gone without a word, with all that waits behind it', async () => {
    const client = await connect();
    await client.query('SELECT 1');
    proxy.silence(true);
    const waiting = ['SELECT 1', 'SELECT 2'].map((sql) => client.query(sql));
    const failures = (await Promise.allSettled(waiting)).map((result) =>
      result.status === 'rejected' ? isDatabaseAway(result.reason) : 'answered',
    );
    expect(failures).toEqual([true, true]);
  });

  it('keeps nobody waiting who connects then, until the server answers again', async () => {
    // These would wait for their connection without end.
    const failures = await Promise.allSettled([connect(), connect()]);
    expect(failures.map((result) => result.status === 'rejected' && isDatabaseAway(result.reason))).toEqual([
      true,
      true,
    ]);
    proxy.silence(false);
    const client = await waitFor('a connection', () => connect().catch(() => undefined));
    await client.end();
  });

  it('is waited for as long as it takes while the server answers others', async () => {
    const client = await connect();
    const { rows } = await client.query('SELECT 1 AS one, pg_sleep(0.6)');
    expect(rows).toMatchObject([{ one: 1 }]);
    await client.end();
  });
});
