import { afterEach, describe, expect, it } from '@jest/globals';
import { waitFor } from '@rollcall/testing';
import pg from 'pg';
import { pino } from 'pino';

import { TestApi } from '../../testing/test-api.js';

/** As many as a process has at most. */
const CONNECTIONS = 10;
const MORE = 3;

describe('a database whose connections are all in use', () => {
  let api: TestApi;
  let lock: pg.Client | undefined;

  afterEach(async () => {
    await lock?.end();
    await api.close();
  });

  it('serves who has one, has others try again, and is seen in the log', async () => {
    const warnings: string[] = [];
    api = await TestApi.start({ logger: pino({ level: 'warn' }, { write: (line) => warnings.push(line) }) });
    lock = new pg.Client(api.databaseUrl);
    await lock.connect();
    await lock.query('BEGIN; LOCK TABLE agents IN ACCESS EXCLUSIVE MODE');

    let refused = 0;
    const answers = Array.from({ length: CONNECTIONS + MORE }, async () => {
      const answer = await api.admin.get('/agents/me');
      if (answer.status === 503) refused++;
      return answer;
    });
    await waitFor('those without a connection to be refused', () => refused === MORE);
    await lock.query('COMMIT');

    const statuses = (await Promise.all(answers)).map(({ status }) => status).toSorted();
    expect(statuses).toEqual([...Array<number>(CONNECTIONS).fill(200), ...Array<number>(MORE).fill(503)]);
    const failed = (await Promise.all(answers)).find(({ status }) => status === 503);
    expect(Number(failed?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(failed?.error.message).toContain('too busy');
    expect(warnings.join('')).toContain('"waiting":3,"connections":10');
  });
});
