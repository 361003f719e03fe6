import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { dataSourceOptions } from '@rollcall/database';
import { SystemClock } from '@rollcall/kernel';
import { createTestDatabase, type TestDatabase, waitFor } from '@rollcall/testing';
import { DataSource } from 'typeorm';

import { UNLIMITED } from '../key-limits.js';
import type { VerifiedCredentials } from '../verified-credentials.js';
import { UsageRecorder } from './usage-recorder.js';

const MINUTE_MS = 60_000;

describe('the record of uses', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let recorder: UsageRecorder;
  let used: VerifiedCredentials;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await new DataSource(dataSourceOptions(database.url)).initialize();
  });

  beforeEach(async () => {
    const [ids]: [{ agent: number; key: number; session: number }] = await dataSource.query(
      `WITH agent AS (
         INSERT INTO agents (uuid, created_at, updated_at, first_name, last_name, enabled, availability_status)
         VALUES (gen_random_uuid(), now(), now(), 'Ada', '', true, 'offline') RETURNING id
       ), key AS (
         INSERT INTO api_keys (agent_id, created_at, name, kind, key, secret_hash)
         SELECT id, now(), 'default', 'pair', md5(random()::text), 'hash' FROM agent RETURNING id
       ), session AS (
         INSERT INTO sessions (agent_id, token_hash, csrf_hash, created_at, last_seen_at)
         SELECT id, sha256(random()::text::bytea), 'hash', now(), '2020-01-01' FROM agent RETURNING id
       ) SELECT agent.id AS agent, key.id AS key, session.id AS session FROM agent, key, session`,
    );
    used = {
      agentId: ids.agent,
      keyId: ids.key,
      sessionId: ids.session,
      permissions: new Set(),
      limits: UNLIMITED,
      proof: null,
    };
    // The interval alone is ours to move: the database needs the other timers.
    jest.useFakeTimers({
      now: Date.now(),
      doNotFake: ['Date', 'nextTick', 'setImmediate', 'setTimeout', 'clearTimeout'],
    });
    recorder = new UsageRecorder(dataSource, new SystemClock());
    recorder.onModuleInit();
  });

  afterEach(async () => {
    await recorder.onApplicationShutdown();
    jest.useRealTimers();
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  /** Which of the three have a use of today. */
  const recorded = async () => {
    const [row]: [object] = await dataSource.query(
      `SELECT (SELECT last_used_at > '2021-01-01' FROM api_keys WHERE id = $1) AS key,
         (SELECT last_seen_at > '2021-01-01' FROM sessions WHERE id = $2) AS session,
         (SELECT last_active_at > '2021-01-01' FROM agents WHERE id = $3) AS agent`,
      [used.keyId, used.sessionId, used.agentId],
    );
    return row;
  };

  it('is not written while a request waits, and within a minute', async () => {
    for (let use = 0; use < 1_000; use++) recorder.seen(used);
    expect(await recorded()).toEqual({ key: null, session: false, agent: null });
    jest.advanceTimersByTime(MINUTE_MS);
    await waitFor('the uses to be written', async () => JSON.stringify(await recorded()).includes('"agent":true'));
    expect(await recorded()).toEqual({ key: true, session: true, agent: true });
  });

  it('is kept when it could not be written, and written the next time', async () => {
    recorder.seen(used);
    await dataSource.query('ALTER TABLE agents RENAME TO agents_away');
    await expect(recorder.flush()).rejects.toThrow('agents');
    await dataSource.query('ALTER TABLE agents_away RENAME TO agents');
    await recorder.flush();
    expect(await recorded()).toEqual({ key: true, session: true, agent: true });
  });

  it('is written when the process ends', async () => {
    recorder.seen({ ...used, keyId: null });
    await recorder.onApplicationShutdown();
    expect(await recorded()).toEqual({ key: null, session: true, agent: true });
  });
});
