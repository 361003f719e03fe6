import type { MigrationInterface, QueryRunner } from 'typeorm';

/** From which trace and request a promised job and an event come. The previous version leaves them empty. */
export class Traces1700000000044 implements MigrationInterface {
  name = 'Traces1700000000044';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE job_outbox ADD COLUMN IF NOT EXISTS traceparent text, ADD COLUMN IF NOT EXISTS request_id text',
    );
    await runner.query('ALTER TABLE events ADD COLUMN IF NOT EXISTS traceparent text');
  }

  /** Migrations go forward only. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; write a new one that undoes this'));
  }
}
