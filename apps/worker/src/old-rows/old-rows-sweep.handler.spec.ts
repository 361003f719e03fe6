import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { CredentialsModule } from '@rollcall/auth';
import { BillingModule } from '@rollcall/billing';
import { ConfigModule, loadConfig } from '@rollcall/config';
import { DatabaseModule, Transactions } from '@rollcall/database';
import { MailModule } from '@rollcall/mail';
import { createTestDatabase, type TestDatabase } from '@rollcall/testing';

import { OldRowsSweepHandler } from './old-rows-sweep.handler.js';

/** More than one statement removes. */
const MANY = 1_001;

describe('the sweep of old rows', () => {
  let database: TestDatabase;
  let module: TestingModule;

  beforeAll(async () => {
    database = await createTestDatabase();
    const config = loadConfig({
      DATABASE_URL: database.url,
      SMTP_URL: 'smtp://unused',
      MAILS_KEPT_DAYS: '20',
      STRIPE_EVENTS_KEPT_DAYS: '30',
    });
    module = await Test.createTestingModule({
      imports: [ConfigModule.with(config), DatabaseModule, CredentialsModule, BillingModule, MailModule],
      providers: [OldRowsSweepHandler],
    }).compile();
    await rows(
      `INSERT INTO agents (uuid, created_at, updated_at, first_name, last_name, email, enabled, availability_status)
       VALUES (gen_random_uuid(), now(), now(), 'Ada', '', 'ada@example.com', true, 'offline')`,
    );
  });

  afterAll(async () => {
    await module.close();
    await database.drop();
  });

  const rows = <T>(sql: string, ...values: unknown[]): Promise<T[]> =>
    module.get(Transactions, { strict: false }).reader.query(sql, values);
  const sweep = () => module.get(OldRowsSweepHandler).handle();

  it('removes mails that were kept for long enough, but none that is to be sent or whose job may be retried', async () => {
    await rows(
      `INSERT INTO mails (created_at, agent_id, recipient, template, status, job_id)
       SELECT now() - age::interval, agents.id, name, 'welcome', status, job::uuid
       FROM (VALUES ('21 days', 'sent', 'sent', null), ('21 days', 'failed', 'failed', gen_random_uuid()::text),
         ('21 days', 'to be sent', 'queued', null),
         ('21 days', 'to be retried', 'failed', '00000000-0000-7000-8000-000000000001'),
         ('19 days', 'not old', 'sent', null)) AS mail (age, name, status, job), agents`,
    );
    await rows(
      `INSERT INTO job_outbox (id, created_at, name, payload, sweep_at, failed_at)
       VALUES ('00000000-0000-7000-8000-000000000001', now(), 'send-mail', '{}', now(), now())`,
    );
    await sweep();
    const left = await rows<{ recipient: string }>('SELECT recipient FROM mails ORDER BY id');
    expect(left.map(({ recipient }) => recipient)).toEqual(['to be sent', 'to be retried', 'not old']);
  });

  it('removes events of Stripe that were kept for long enough, however many there are', async () => {
    await rows(
      `INSERT INTO stripe_events (id, type, created_at, received_at)
       SELECT 'evt_' || n, 'invoice.paid', now(), now() - CASE n WHEN 1 THEN interval '29 days' ELSE '31 days' END
       FROM generate_series(1, $1::int) AS n`,
      MANY + 1,
    );
    await sweep();
    expect(await rows('SELECT id FROM stripe_events')).toEqual([{ id: 'evt_1' }]);
  });

  it('removes sessions that have ended, also of agents who do not sign in again', async () => {
    await rows(
      `INSERT INTO sessions (agent_id, token_hash, csrf_hash, created_at, last_seen_at, user_agent)
       SELECT id, age::text::bytea, '', now() - age, now(), age FROM agents, unnest('{8 days,6 days}'::interval[]) AS age`,
    );
    await sweep();
    expect(await rows('SELECT user_agent FROM sessions')).toEqual([{ user_agent: '6 days' }]);
  });
});
