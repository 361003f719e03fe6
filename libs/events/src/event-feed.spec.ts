import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadConfig } from '@rollcall/config';
import { dataSourceOptions, Transactions } from '@rollcall/database';
import type { Clock } from '@rollcall/kernel';
import { createTestDatabase, type TestDatabase } from '@rollcall/testing';
import { DataSource } from 'typeorm';

import { EventEntity } from './event.entity.js';
import { EventFeedEntity } from './event-feed.entity.js';
import { EventFeed } from './event-feed.js';
import { TEST_EVENT } from './event-types.js';
import { Events } from './events.service.js';

const DAY_MS = 86_400_000;

describe('EventFeed', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let transactions: Transactions;
  let feed: EventFeed;
  let now = Date.now();
  const clock: Clock = { now: () => new Date(now) };

  beforeAll(async () => {
    database = await createTestDatabase();
    const entities = [EventEntity, EventFeedEntity];
    dataSource = await new DataSource({ ...dataSourceOptions(database.url), entities }).initialize();
    transactions = new Transactions(dataSource, clock);
    const config = loadConfig({ DATABASE_URL: database.url, SMTP_URL: 'smtp://unused', EVENTS_KEPT_DAYS: '2' });
    feed = new EventFeed(transactions, dataSource, clock, config);
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  /** Events about agents with these numbers, in one transaction, which ends after `hold`. */
  const happen = async (ids: readonly number[], hold?: () => Promise<void>) =>
    transactions.run(async (tx) => {
      const events = ids.map((id) => ({ type: 'agent.updated', subject: { type: 'agent', id }, changes: {} }) as const);
      await new Events().record(tx, null, ...events);
      await hold?.();
    });
  const read = async (position: number | null, limit = 100) =>
    (await feed.after(position, limit)).map((event) => [event.position, event.subjectId]);

  it('puts an event that is committed late behind those that were read meanwhile', async () => {
    await happen([1], async () => {
      await happen([2]);
      expect(await read(null)).toEqual([[1, 2]]);
    });
    expect(await read(1)).toEqual([[2, 1]]);
    expect(await read(null)).toEqual([
      [1, 2],
      [2, 1],
    ]);
  });

  it('gives positions without gaps to any number of readers at once, and the same to each', async () => {
    const start = await feed.end();
    const ids = Array.from({ length: 2_500 }, (_, index) => index);
    await happen(ids);
    const answers = await Promise.all([1, 2, 3].map(() => read(start, 5_000)));
    for (const answer of answers) expect(answer).toEqual(ids.map((id) => [start + 1 + id, id]));
  });

  it('keeps the event of a test to itself', async () => {
    const end = await feed.end();
    const subject = { type: 'webhook', id: 1 } as const;
    await transactions.run((tx) => new Events().record(tx, null, { type: TEST_EVENT, subject, changes: {} }));
    expect(await feed.end()).toBe(end);
    expect(await read(end)).toEqual([]);
  });

  it('removes what is old, and then refuses a cursor after which something is missing, or that it never gave', async () => {
    const last = await feed.end();
    now += DAY_MS;
    await happen([7]);
    now += DAY_MS + 1;
    await feed.sweep();
    expect(await read(null)).toEqual([[last + 1, 7]]);
    expect(await read(last)).toEqual([[last + 1, 7]]);
    await expect(read(last - 1)).rejects.toMatchObject({ code: 'cursor_expired' });
    await expect(read(last + 2)).rejects.toMatchObject({ code: 'cursor_expired' });
    now += DAY_MS;
    await feed.sweep();
    await expect(read(last)).rejects.toMatchObject({ code: 'cursor_expired' });
    expect(await read(last + 1)).toEqual([]);
  });
});
