import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Second factors, the sign-ins that wait for one, and the roles that need one. Columns of tables in use have constant defaults. */
export class SecondFactors1700000000045 implements MigrationInterface {
  name = 'SecondFactors1700000000045';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS second_factors (
        id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT second_factors_pkey PRIMARY KEY,
        agent_id bigint NOT NULL CONSTRAINT second_factors_agent_fkey REFERENCES agents ON DELETE CASCADE,
        kind text NOT NULL,
        name text NOT NULL,
        created_at timestamptz(3) NOT NULL,
        confirmed_at timestamptz(3),
        last_used_at timestamptz(3),
        secret text NOT NULL,
        last_step bigint
      );
      CREATE INDEX IF NOT EXISTS second_factors_agent ON second_factors (agent_id);
      CREATE TABLE IF NOT EXISTS recovery_codes (
        agent_id bigint NOT NULL CONSTRAINT recovery_codes_agent_fkey REFERENCES agents ON DELETE CASCADE,
        code_hash bytea NOT NULL,
        CONSTRAINT recovery_codes_pkey PRIMARY KEY (agent_id, code_hash)
      );
      CREATE TABLE IF NOT EXISTS sign_in_steps (
        token_hash bytea NOT NULL CONSTRAINT sign_in_steps_pkey PRIMARY KEY,
        agent_id bigint NOT NULL CONSTRAINT sign_in_steps_agent_fkey REFERENCES agents ON DELETE CASCADE,
        expires_at timestamptz(3) NOT NULL
      );
      CREATE INDEX IF NOT EXISTS sign_in_steps_agent ON sign_in_steps (agent_id);
      CREATE INDEX IF NOT EXISTS sign_in_steps_expiry ON sign_in_steps (expires_at);
      ALTER TABLE sessions ADD COLUMN IF NOT EXISTS factor_at timestamptz(3);
      ALTER TABLE sessions ADD COLUMN IF NOT EXISTS by_provider boolean NOT NULL DEFAULT false;
      ALTER TABLE roles ADD COLUMN IF NOT EXISTS factor_needed_from timestamptz(3);
    `);
  }

  /** Migrations go forward only. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; write a new one that undoes this'));
  }
}
