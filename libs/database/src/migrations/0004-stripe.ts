import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What keeping billing accounts in line with Stripe takes. Of plans that share a lookup key the oldest keeps it. */
export class Stripe1700000000004 implements MigrationInterface {
  name = 'Stripe1700000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE billing_accounts
        ADD stripe_sync_requests bigint NOT NULL DEFAULT 0,
        ADD stripe_synced_requests bigint NOT NULL DEFAULT 0,
        ADD stripe_synced_at timestamptz(3),
        ADD stripe_check_at timestamptz(3) DEFAULT now(),
        ADD stripe_plan_wanted uuid CONSTRAINT billing_accounts_wanted_fkey REFERENCES billing_plans;
      CREATE INDEX billing_accounts_check ON billing_accounts (stripe_check_at);
      CREATE INDEX billing_accounts_customer ON billing_accounts (stripe_customer_id);
      UPDATE billing_plans SET plan_lookup_key = NULL WHERE plan_lookup_key = '' OR id NOT IN (
        SELECT DISTINCT ON (plan_lookup_key) id FROM billing_plans ORDER BY plan_lookup_key, created_at, id);
      CREATE UNIQUE INDEX billing_plans_lookup_key_unique ON billing_plans (plan_lookup_key);

      CREATE TABLE stripe_events (
        id text CONSTRAINT stripe_events_pkey PRIMARY KEY,
        type text NOT NULL,
        customer_id text,
        created_at timestamptz(3) NOT NULL,
        received_at timestamptz(3) NOT NULL
      );

      CREATE TABLE credit_grants (
        agent_id bigint CONSTRAINT credit_grants_account_fkey REFERENCES billing_accounts ON DELETE CASCADE,
        billing_plan_id uuid CONSTRAINT credit_grants_plan_fkey REFERENCES billing_plans,
        cycle timestamptz(3),
        created_at timestamptz(3) NOT NULL,
        CONSTRAINT credit_grants_pkey PRIMARY KEY (agent_id, billing_plan_id, cycle)
      );
      INSERT INTO credit_grants (agent_id, billing_plan_id, cycle, created_at)
        SELECT agent_id, billing_plan_id, cycle, min(created_at) FROM credit_entries
        WHERE cycle IS NOT NULL GROUP BY agent_id, billing_plan_id, cycle;
    `);
  }

  /** Migrations go forward only. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; write a new one that undoes this'));
  }
}
