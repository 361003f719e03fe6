import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Many keys per agent, told apart by name, with scopes, an expiry, address ranges and the secret before a rotation; and
 * service accounts, the agents that have keys and nothing else.
 * `api_keys_agent_unique` goes, since it says that an agent has one key of each kind; the name takes its place. Processes
 * of the version before give no names: the trigger does, and may go once none of them is left. The checks hold for new
 * rows, since those that are there have nothing to break them with.
 */
export class ApiKeys1700000000005 implements MigrationInterface {
  name = 'ApiKeys1700000000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE api_keys
        ADD name text NOT NULL DEFAULT 'default',
        ADD scopes text[],
        ADD expires_at timestamptz(3),
        ADD allowed_ips text[],
        ADD created_by bigint CONSTRAINT api_keys_created_by_fkey REFERENCES agents,
        ADD previous_key text,
        ADD previous_secret_hash bytea,
        ADD previous_until timestamptz(3),
        ADD CONSTRAINT api_keys_name_length CHECK (char_length(name) BETWEEN 1 AND 140) NOT VALID,
        ADD CONSTRAINT api_keys_previous_whole CHECK (
          (previous_secret_hash IS NULL) = (previous_until IS NULL)
          AND (previous_key IS NOT NULL) = (kind = 'pair' AND previous_secret_hash IS NOT NULL)) NOT VALID;
      ALTER TABLE api_keys ALTER name DROP DEFAULT;
      UPDATE api_keys SET name = 'token' WHERE kind = 'bearer';
      CREATE FUNCTION api_keys_name_by_kind() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          NEW.name := CASE NEW.kind WHEN 'pair' THEN 'default' ELSE 'token' END;
          RETURN NEW;
        END
      $$;
      CREATE TRIGGER api_keys_name BEFORE INSERT ON api_keys
        FOR EACH ROW WHEN (NEW.name IS NULL) EXECUTE FUNCTION api_keys_name_by_kind();
      CREATE UNIQUE INDEX api_keys_name_unique ON api_keys (agent_id, name);
      DROP INDEX api_keys_agent_unique;
      CREATE UNIQUE INDEX api_keys_previous_key_unique ON api_keys (previous_key) WHERE previous_key IS NOT NULL;
      CREATE UNIQUE INDEX api_keys_previous_token_unique ON api_keys (previous_secret_hash)
        WHERE kind = 'bearer' AND previous_secret_hash IS NOT NULL;

      ALTER TABLE agents
        ADD is_service boolean NOT NULL DEFAULT false,
        ADD CONSTRAINT agents_service_without_login
          CHECK (NOT is_service OR (email IS NULL AND password_hash IS NULL)) NOT VALID;
      CREATE INDEX agents_service ON agents (updated_at DESC, id DESC) WHERE is_service AND deleted_at IS NULL;
    `);
  }

  /** Migrations go forward only. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; write a new one that undoes this'));
  }
}
