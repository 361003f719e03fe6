import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What lists show of an agent, and whether it is deleted. */
const SHOWN = [
  'first_name',
  'last_name',
  'email',
  'enabled',
  'avatar_url',
  'external_user_id',
  'availability_status',
  'deleted_at',
];

/**
 * Which agents changed, for those who listen. Triggers write it, so that no statement of ours has to, and none can forget it.
 * A row knows its transaction: once no older transaction is under way, all rows before it are there.
 */
export class AgentChanges1700000000027 implements MigrationInterface {
  name = 'AgentChanges1700000000027';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS agent_changes (
        transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id(),
        row_id bigint GENERATED ALWAYS AS IDENTITY,
        agent_id bigint NOT NULL,
        changed_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT agent_changes_pkey PRIMARY KEY (transaction_id, row_id)
      )
    `);
    await runner.query(`
      CREATE OR REPLACE FUNCTION note_new_agents() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO agent_changes (agent_id) SELECT id FROM added WHERE NOT is_service AND NOT is_system;
        RETURN NULL;
      END $$
    `);
    await runner.query(`
      CREATE OR REPLACE FUNCTION note_changed_agent() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO agent_changes (agent_id) VALUES (NEW.id);
        RETURN NULL;
      END $$
    `);
    await runner.query(`
      CREATE OR REPLACE TRIGGER agents_added AFTER INSERT ON agents REFERENCING NEW TABLE AS added
      FOR EACH STATEMENT EXECUTE FUNCTION note_new_agents()
    `);
    await runner.query(`
      CREATE OR REPLACE TRIGGER agents_changed AFTER UPDATE OF ${SHOWN.join(', ')} ON agents
      FOR EACH ROW WHEN (NOT NEW.is_service AND NOT NEW.is_system
        AND (${SHOWN.map((column) => `OLD.${column}`).join(', ')}) IS DISTINCT FROM
            (${SHOWN.map((column) => `NEW.${column}`).join(', ')}))
      EXECUTE FUNCTION note_changed_agent()
    `);
  }

  /** Migrations go forward only. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; write a new one that undoes this'));
  }
}
