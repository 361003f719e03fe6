import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadConfig } from '@rollcall/config';
import { dataSourceOptions, Transactions } from '@rollcall/database';
import { type Clock, openText, sealText } from '@rollcall/kernel';
import { createTestDatabase, type TestDatabase } from '@rollcall/testing';
import { DataSource } from 'typeorm';

import { IdempotentAnswers } from './idempotent-answers.js';
import { slotOf } from './slot.js';

const HOUR_MS = 3_600_000;
const ANSWER = { request: 'hash', headers: {}, body: '{}' };

describe('IdempotentAnswers', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let answers: IdempotentAnswers;
  let now = Date.UTC(2030, 0, 1);
  const clock: Clock = { now: () => new Date(now) };

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await new DataSource(dataSourceOptions(database.url)).initialize();
    const config = loadConfig({ DATABASE_URL: database.url, SMTP_URL: 'smtp://unused', IDEMPOTENCY_HOURS: '2' });
    answers = new IdempotentAnswers(new Transactions(dataSource, clock), clock, config);
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const slot = slotOf('credentials', 'key');
  const rows = async () => (await dataSource.query<unknown[]>('SELECT FROM idempotent_answers')).length;

  it('keeps an answer for as long as is configured, and then takes another in its place', async () => {
    await answers.keep(slot, ANSWER, dataSource.manager);
    now += 2 * HOUR_MS - 1;
    expect(await answers.find(slot)).toEqual(ANSWER);
    now += 1;
    expect(await answers.find(slot)).toBeNull();
    await answers.keep(slot, { ...ANSWER, body: '[]' }, dataSource.manager);
    expect(await answers.find(slot)).toMatchObject({ body: '[]' });
  });

  it('sweeps what was kept for long enough, and nothing else', async () => {
    await answers.keep(slotOf('credentials', 'old'), ANSWER, dataSource.manager);
    now += HOUR_MS;
    await answers.keep(slot, ANSWER, dataSource.manager);
    now += HOUR_MS;
    expect(await rows()).toBe(2);
    await answers.sweep();
    expect(await rows()).toBe(1);
    expect(await answers.find(slot)).toEqual(ANSWER);
  });
});

describe('a slot', () => {
  it('is another for other credentials and for another key, and opens nothing of another', () => {
    const slots = [slotOf('a', 'bc'), slotOf('ab', 'c'), slotOf('a', 'bd'), slotOf('b', 'bc')];
    expect(new Set(slots.map(({ id }) => id.toString('hex'))).size).toBe(slots.length);
    const [one, ...others] = slots.map((slot) => [slot.secret, sealText(slot.secret, 'secret')] as const);
    expect(one && openText(...one)).toBe('secret');
    for (const [, sealed] of others)
      expect(() => one && openText(one[0], sealed)).toThrow('unable to authenticate data');
  });

  it('notices an answer that was changed', () => {
    const [slot] = [slotOf('a', 'b')];
    const sealed = sealText(slot.secret, 'secret');
    for (let byte = 0; byte < sealed.length; byte++) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(byte) ^ 1, byte);
      expect(() => openText(slot.secret, changed)).toThrow('unable to authenticate data');
    }
  });
});
