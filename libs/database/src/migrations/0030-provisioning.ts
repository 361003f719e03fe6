import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What an identity provider says of agents and teams that Rollcall has no column for. A trigger takes it away with its agent, whose
 * row stays: the names are free again, whoever deletes the agent.
 */
export class Provisioning1700000000030 implements MigrationInterface {
  name = 'Provisioning1700000000030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS provisioned_agents (
        agent_id bigint CONSTRAINT provisioned_agents_pkey PRIMARY KEY
          CONSTRAINT provisioned_agents_agent_fkey REFERENCES agents ON DELETE CASCADE,
        user_name text NOT NULL,
        user_name_key text NOT NULL,
        attributes jsonb NOT NULL,
        updated_at timestamptz(3) NOT NULL,
        CONSTRAINT provisioned_agents_user_name_unique UNIQUE (user_name_key)
      )
    `);
    await runner.query(`
      CREATE TABLE IF NOT EXISTS agent_external_ids (
        owner_id bigint NOT NULL CONSTRAINT agent_external_ids_owner_fkey REFERENCES agents ON DELETE CASCADE,
        agent_id bigint NOT NULL CONSTRAINT agent_external_ids_agent_fkey REFERENCES agents ON DELETE CASCADE,
        external_id text NOT NULL,
        CONSTRAINT agent_external_ids_pkey PRIMARY KEY (agent_id, owner_id),
        CONSTRAINT agent_external_ids_unique UNIQUE (owner_id, external_id)
      )
    `);
    await runner.query(`
      CREATE TABLE IF NOT EXISTS team_external_ids (
        owner_id bigint NOT NULL CONSTRAINT team_external_ids_owner_fkey REFERENCES agents ON DELETE CASCADE,
        team_id bigint NOT NULL CONSTRAINT team_external_ids_team_fkey REFERENCES teams ON DELETE CASCADE,
        external_id text NOT NULL,
        CONSTRAINT team_external_ids_pkey PRIMARY KEY (team_id, owner_id),
        CONSTRAINT team_external_ids_unique UNIQUE (owner_id, external_id)
      )
    `);
    await runner.query(`
      CREATE OR REPLACE FUNCTION forget_provisioned_agent() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        DELETE FROM provisioned_agents WHERE agent_id = NEW.id;
        DELETE FROM agent_external_ids WHERE agent_id = NEW.id;
        RETURN NULL;
      END $$
    `);
    await runner.query(`
      CREATE OR REPLACE TRIGGER agents_forgotten AFTER UPDATE OF deleted_at ON agents
      FOR EACH ROW WHEN (OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL)
      EXECUTE FUNCTION forget_provisioned_agent()
    `);
  }

  /** Migrations go forward only. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; write a new one that undoes this'));
  }
}
