import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A seal says between which times its entry was written, and those are in its hash. What was sealed without them is sealed
 * anew, from the first entry on. A worker of the version before, which does not know of them, can seal nothing beside the
 * new ones: the check fails its job, which is done again.
 * Each step may be done again after a run that was cut off.
 */
export class ActivitySeals1700000000011 implements MigrationInterface {
  name = 'ActivitySeals1700000000011';
  transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE activity_chain ADD IF NOT EXISTS caught_up_at timestamptz(3);
      ALTER TABLE activity_log
        ADD IF NOT EXISTS sealed_after timestamptz(3),
        ADD IF NOT EXISTS sealed_at timestamptz(3),
        DROP CONSTRAINT IF EXISTS activity_log_seal_dated,
        ADD CONSTRAINT activity_log_seal_dated CHECK ((chain_position IS NULL) = (sealed_at IS NULL)) NOT VALID;
    `);
    await runner.query(`
      UPDATE activity_chain SET head_position = 0, head_hash = decode(repeat('00', 32), 'hex'), caught_up_at = NULL;
      UPDATE activity_log SET chain_position = NULL, chain_hash = NULL, sealed_after = NULL, sealed_at = NULL
        WHERE chain_position IS NOT NULL;
    `);
  }

  /** Migrations go forward only. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; write a new one that undoes this'));
  }
}
