import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A mail keeps which job sends it, so that the job is found by its id when the mail is taken back. */
export class JobsOfMails1700000000019 implements MigrationInterface {
  name = 'JobsOfMails1700000000019';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE mails ADD IF NOT EXISTS job_id uuid');
  }

  /** Migrations go forward only. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; write a new one that undoes this'));
  }
}
