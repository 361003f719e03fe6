import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A login that failed has no target when nobody has its e-mail. */
export class FailedLogins1700000000010 implements MigrationInterface {
  name = 'FailedLogins1700000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE activity_log
        DROP CONSTRAINT activity_log_target_named,
        ADD CONSTRAINT activity_log_target_named CHECK (
          target_model_id IS NOT NULL OR target_model_uuid IS NOT NULL OR activity_type = 'login_failed'
        ) NOT VALID;
    `);
  }

  /** Migrations go forward only. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; write a new one that undoes this'));
  }
}
