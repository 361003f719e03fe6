import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when a worker does a promised job. The previous version leaves it empty. */
export class StartedJobs1700000000039 implements MigrationInterface {
  name = 'StartedJobs1700000000039';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE job_outbox ADD COLUMN IF NOT EXISTS started_at timestamptz(3)');
  }

  /** Migrations go forward only. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; write a new one that undoes this'));
  }
}
