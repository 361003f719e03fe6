import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { BillingSync } from '@rollcall/billing';
import { loadConfig } from '@rollcall/config';
import { Transactions } from '@rollcall/database';
import { SystemClock } from '@rollcall/kernel';
import { startStripeServer, type StripeServer } from '@rollcall/stripe-server';
import { createTestDatabase, type TestDatabase } from '@rollcall/testing';

import { DriftModule } from '../drift.module.js';
import { BillingReconciliationHandler } from './billing-reconciliation.handler.js';

const AGENTS = 11;

describe('the reconciliation of billing accounts', () => {
  let database: TestDatabase;
  let stripe: StripeServer;

  beforeAll(async () => {
    [database, stripe] = await Promise.all([createTestDatabase(), startStripeServer()]);
  });

  afterAll(async () => {
    await stripe.close();
    await database.drop();
  });

  const within = async (settings: object, work: (module: TestingModule) => Promise<void>) => {
    const config = loadConfig({ DATABASE_URL: database.url, SMTP_URL: 'smtp://unused', ...settings });
    const module = await Test.createTestingModule({ imports: [DriftModule.with(config)] }).compile();
    await module.init();
    try {
      await work(module);
    } finally {
      await module.close();
    }
  };
  const run = (module: TestingModule) =>
    new BillingReconciliationHandler(module.get(BillingSync, { strict: false }), new SystemClock()).handle();
  const customers = async (module: TestingModule) => {
    const found: { count: number }[] = await module
      .get(Transactions, { strict: false })
      .reader.query('SELECT count(stripe_customer_id)::int FROM billing_accounts');
    return found[0]?.count;
  };

  it('asks nobody where nobody is charged, and takes up every account once somebody is', async () => {
    await within({}, async (module) => {
      await module.get(Transactions, { strict: false }).reader.query(
        `WITH agent AS (
           INSERT INTO agents (uuid, created_at, updated_at, first_name, last_name, email, enabled, availability_status)
           SELECT gen_random_uuid(), now(), now(), 'Ada', '', n || '@example.com', true, 'offline'
           FROM generate_series(1, $1) AS n RETURNING id
         ) INSERT INTO billing_accounts (agent_id) SELECT id FROM agent`,
        [AGENTS],
      );
      await run(module);
      expect(await customers(module)).toBe(0);
    });
    await within({ STRIPE_API_KEY: stripe.apiKey, STRIPE_API_BASE: stripe.url }, async (module) => {
      await run(module);
      expect(await customers(module)).toBe(AGENTS);
    });
  });
});
