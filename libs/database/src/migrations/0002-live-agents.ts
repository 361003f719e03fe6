import type { MigrationInterface, QueryRunner } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';

/** What the live-agent window adds: tokens, personal fields, the agency, billing plans and billing accounts. */
export class LiveAgents1700000000002 implements MigrationInterface {
  name = 'LiveAgents1700000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE api_keys
        ADD kind text NOT NULL DEFAULT 'pair' CONSTRAINT api_keys_kind_known CHECK (kind IN ('pair', 'bearer')),
        ALTER key DROP NOT NULL,
        ADD CONSTRAINT api_keys_key_of_pair CHECK ((key IS NOT NULL) = (kind = 'pair'));
      DROP INDEX api_keys_agent_unique;
      CREATE UNIQUE INDEX api_keys_agent_unique ON api_keys (agent_id, kind);
      CREATE UNIQUE INDEX api_keys_token_unique ON api_keys (secret_hash) WHERE kind = 'bearer';

      ALTER TABLE agents
        ADD birthdate timestamptz(3),
        ADD phone text,
        ADD state text,
        ADD country text,
        ADD address text,
        ADD is_enterprise boolean DEFAULT false;

      CREATE TABLE agencies (
        id uuid CONSTRAINT agencies_pkey PRIMARY KEY,
        name text NOT NULL,
        only_one boolean NOT NULL DEFAULT true CONSTRAINT agencies_only_one CHECK (only_one)
      );
      CREATE UNIQUE INDEX agencies_only_one_unique ON agencies (only_one);

      CREATE TABLE billing_plans (
        id uuid CONSTRAINT billing_plans_pkey PRIMARY KEY,
        created_at timestamptz(3) NOT NULL,
        updated_at timestamptz(3) NOT NULL,
        name text NOT NULL CONSTRAINT billing_plans_name_length CHECK (char_length(name) BETWEEN 1 AND 140),
        description text NOT NULL,
        bots_count integer NOT NULL CONSTRAINT billing_plans_bots_count_whole CHECK (bots_count >= 0),
        queries_count integer NOT NULL CONSTRAINT billing_plans_queries_count_whole CHECK (queries_count >= 0),
        words_count integer NOT NULL CONSTRAINT billing_plans_words_count_whole CHECK (words_count >= 0),
        voice_seconds integer NOT NULL CONSTRAINT billing_plans_voice_seconds_whole CHECK (voice_seconds >= 0),
        premium_support boolean NOT NULL,
        default_plan boolean NOT NULL,
        remove_branding boolean NOT NULL,
        advanced_intents boolean NOT NULL,
        auto_intents boolean NOT NULL,
        billing_plan_group text,
        credits jsonb NOT NULL,
        attributes jsonb NOT NULL,
        plan_lookup_key text
      );
      CREATE UNIQUE INDEX billing_plans_default_unique ON billing_plans (default_plan) WHERE default_plan;

      CREATE TABLE billing_accounts (
        agent_id bigint CONSTRAINT billing_accounts_pkey PRIMARY KEY
          CONSTRAINT billing_accounts_agent_fkey REFERENCES agents ON DELETE CASCADE,
        active_billing_plan_id uuid CONSTRAINT billing_accounts_active_fkey REFERENCES billing_plans,
        next_billing_plan_id uuid CONSTRAINT billing_accounts_next_fkey REFERENCES billing_plans,
        stripe_customer_id text,
        stripe_subscription_id text,
        stripe_subscription_status text,
        stripe_has_payment_method boolean DEFAULT false,
        is_trial boolean DEFAULT false,
        used_trial boolean DEFAULT false,
        is_paying boolean DEFAULT false,
        stripe_last_payment_date timestamptz(3),
        billing_updated_at timestamptz(3),
        last_credits_refresh timestamptz(3),
        next_credits_refresh timestamptz(3)
      );
      CREATE INDEX billing_accounts_active ON billing_accounts (active_billing_plan_id);
      CREATE INDEX billing_accounts_next ON billing_accounts (next_billing_plan_id);
      INSERT INTO billing_accounts (agent_id) SELECT id FROM agents;
    `);
    await runner.query(`INSERT INTO agencies (id, name) VALUES ($1, 'Rollcall')`, [uuidv7()]);
  }

  /** Migrations go forward only. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; write a new one that undoes this'));
  }
}
