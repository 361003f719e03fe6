import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadConfig } from '@rollcall/config';
import { startStripeServer, type StripeServer } from '@rollcall/stripe-server';
import { createTestDatabase, type TestDatabase } from '@rollcall/testing';
import pg from 'pg';

import { compareWithStripe } from './drift-command.js';

const CLI = fileURLToPath(new URL('../dist/drift-cli.js', import.meta.url));

/** Each of these starts the command a few times. */
const TIMEOUT_MS = 60_000;

describe('npm run drift', () => {
  let database: TestDatabase;
  let stripe: StripeServer;
  let pool: pg.Pool;

  beforeAll(async () => {
    database = await createTestDatabase();
    stripe = await startStripeServer();
    stripe.addPrice({ lookupKey: 'basic' });
    pool = new pg.Pool({ connectionString: database.url, max: 1 });
  });

  afterAll(async () => {
    await pool.end();
    await stripe.close();
    await database.drop();
  });

  const settingsOf = (settings: Record<string, string>) => ({
    DATABASE_URL: database.url,
    SMTP_URL: 'smtp://unused',
    STRIPE_API_KEY: stripe.apiKey,
    STRIPE_API_BASE: stripe.url,
    ...settings,
  });
  /** What the command does, within this process. */
  const compared = async (repair = false) => {
    const lines: string[] = [];
    const inLine = await compareWithStripe(loadConfig(settingsOf({})), repair, (line) => lines.push(`${line}\n`));
    return { inLine, stdout: lines.join('') };
  };
  const drift = (args: readonly string[] = [], settings: Record<string, string> = {}) =>
    new Promise<{ code: number | string | null | undefined; stdout: string; stderr: string }>((resolve) => {
      const env = settingsOf(settings);
      execFile(process.execPath, [CLI, ...args], { env }, (error, stdout, stderr) => {
        resolve({ code: error ? error.code : 0, stdout, stderr });
      });
    });
  /** The agent's id. */
  const addAgent = async (customer: string | null): Promise<number> => {
    const { rows } = await pool.query<{ id: string }>(
      `WITH agent AS (
         INSERT INTO agents (uuid, created_at, updated_at, first_name, last_name, email, enabled, availability_status)
         VALUES (gen_random_uuid(), now(), now(), 'Ada', '', gen_random_uuid() || '@example.com', true, 'offline') RETURNING id
       ), account AS (INSERT INTO billing_accounts (agent_id, stripe_customer_id) SELECT id, $1 FROM agent)
       SELECT id FROM agent`,
      [customer],
    );
    return Number(rows[0]?.id);
  };

  it(
    'lists the accounts that differ from Stripe, and repairs them when asked to',
    async () => {
      const customer = stripe.addCustomer({ name: 'Ada' }).id;
      stripe.subscribe(customer, { lookupKey: 'basic' });
      const [subscribed, unknown, fresh] = [await addAgent(customer), await addAgent('cus_typo'), await addAgent(null)];

      const found = await drift();
      expect(found).toMatchObject({ code: 1, stderr: '' });
      expect(found.stdout).toContain(`agent ${subscribed} (`);
      expect(found.stdout).toContain('  stripe_subscription_status: none, at Stripe active\n');
      expect(found.stdout).toContain('  is_paying: false, at Stripe true\n');
      expect(found.stdout).toContain(`agent ${unknown} (`);
      expect(found.stdout).toContain("No such customer: 'cus_typo'");
      expect(found.stdout).toContain(`agent ${fresh} (`);
      expect(found.stdout).toMatch(
        /3 of 3 accounts differ from Stripe; "npm run drift -- --repair" brings them in line\.\n$/,
      );

      const repaired = await compared(true);
      expect(repaired.inLine).toBe(false);
      expect(repaired.stdout).toContain('3 of 3 accounts differ from Stripe, 2 brought in line.');

      await pool.query('UPDATE billing_accounts SET stripe_customer_id = NULL WHERE agent_id = $1', [unknown]);
      expect(await drift(['--repair'])).toMatchObject({ code: 0 });
      expect(await compared()).toEqual({ inLine: true, stdout: '0 of 3 accounts differ from Stripe.\n' });
    },
    TIMEOUT_MS,
  );

  it(
    'goes on after it has asked Stripe too often, and covers the subscriptions of agents who left',
    async () => {
      const leaver = await addAgent(null);
      await compared(true);
      const { rows } = await pool.query<{ customer: string }>(
        'SELECT stripe_customer_id AS customer FROM billing_accounts WHERE agent_id = $1',
        [leaver],
      );
      const { id } = stripe.subscribe(rows[0]?.customer ?? '', { lookupKey: 'basic' });
      await pool.query('UPDATE agents SET deleted_at = now() WHERE id = $1', [leaver]);
      stripe.fail(429, 2);
      const found = await compared();
      expect(found.stdout).toContain(`  subscription ${id}: ended, at Stripe active\n`);
      await compared(true);
      expect(stripe.subscription(id).status).toBe('canceled');
    },
    TIMEOUT_MS,
  );

  it(
    'says what is wrong when Stripe cannot be asked, without the key',
    async () => {
      const refused = await drift([], { STRIPE_API_KEY: 'sk_test_wrong' });
      expect(refused.code).toBe(1);
      expect(refused.stderr).toMatch(/^The command failed: Stripe: Invalid API Key/);
      expect(refused.stderr).not.toContain('sk_test_wrong');
      const away = await drift([], { STRIPE_API_BASE: 'http://127.0.0.1:9' });
      expect(away.stderr).toMatch(/^The command failed: Stripe: /);
    },
    TIMEOUT_MS,
  );

  it(
    'has nothing to compare with where nobody is charged, and tells how it is used',
    async () => {
      expect(await drift([], { STRIPE_API_KEY: '', STRIPE_API_BASE: '' })).toMatchObject({ code: 0, stderr: '' });
      expect(await drift(['--what'])).toMatchObject({ code: 2, stderr: expect.stringContaining('Usage:') });
    },
    TIMEOUT_MS,
  );
});
