import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the log is searched by and read in order of, and what seals it. */
const INDEXES = {
  activity_log_newest: 'INDEX CONCURRENTLY activity_log_newest ON activity_log (created_at, id)',
  activity_log_type: 'INDEX CONCURRENTLY activity_log_type ON activity_log (activity_type, created_at, id)',
  activity_log_actor: 'INDEX CONCURRENTLY activity_log_actor ON activity_log (actor_id, created_at, id)',
  activity_log_target:
    'INDEX CONCURRENTLY activity_log_target ON activity_log (target_model_type, target_model_id, created_at, id)',
  activity_log_target_uuid:
    'INDEX CONCURRENTLY activity_log_target_uuid ON activity_log (target_model_uuid) WHERE target_model_uuid IS NOT NULL',
  activity_log_unsealed: 'INDEX CONCURRENTLY activity_log_unsealed ON activity_log (id) WHERE chain_position IS NULL',
  activity_log_position_unique:
    'UNIQUE INDEX CONCURRENTLY activity_log_position_unique ON activity_log (chain_position) WHERE chain_position IS NOT NULL',
};

/**
 * Entries tell the key, the request and what changed, can be about a thing that has a uuid alone, and are sealed one after
 * the other by the worker. Processes of the version before go on writing entries without all that, which are sealed like
 * any other. The checks hold for new rows, since those that are there have nothing to break them with.
 * The log may be long and every request writes to it, so its indexes are built beside the writers. That cannot be done in
 * a transaction: each step may be done again after a run that was cut off, which leaves an index that is of no use.
 */
export class Activity1700000000008 implements MigrationInterface {
  name = 'Activity1700000000008';
  transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE activity_log
        ADD IF NOT EXISTS key_id bigint,
        ADD IF NOT EXISTS request_id text,
        ADD IF NOT EXISTS changes jsonb,
        ADD IF NOT EXISTS target_model_uuid uuid,
        ADD IF NOT EXISTS chain_position bigint,
        ADD IF NOT EXISTS chain_hash bytea,
        ALTER target_model_id DROP NOT NULL,
        DROP CONSTRAINT IF EXISTS activity_log_target_named,
        ADD CONSTRAINT activity_log_target_named
          CHECK (target_model_id IS NOT NULL OR target_model_uuid IS NOT NULL) NOT VALID,
        DROP CONSTRAINT IF EXISTS activity_log_sealed_whole,
        ADD CONSTRAINT activity_log_sealed_whole CHECK ((chain_position IS NULL) = (chain_hash IS NULL)) NOT VALID;

      CREATE TABLE IF NOT EXISTS activity_chain (
        only_one boolean NOT NULL DEFAULT true CONSTRAINT activity_chain_pkey PRIMARY KEY
          CONSTRAINT activity_chain_only_one CHECK (only_one),
        head_position bigint NOT NULL,
        head_hash bytea NOT NULL
      );
      INSERT INTO activity_chain (head_position, head_hash)
        VALUES (0, decode(repeat('00', 32), 'hex')) ON CONFLICT (only_one) DO NOTHING;
    `);
    for (const [name, definition] of Object.entries(INDEXES)) {
      await runner.query(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
      await runner.query(`CREATE ${definition}`);
    }
  }

  /** Migrations go forward only. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; write a new one that undoes this'));
  }
}
