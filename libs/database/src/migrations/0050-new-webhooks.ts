import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which webhooks have ever taken anything. Those that there are count as such; their failures tell of the others. */
export class NewWebhooks1700000000050 implements MigrationInterface {
  name = 'NewWebhooks1700000000050';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE webhooks ADD COLUMN IF NOT EXISTS has_taken boolean NOT NULL DEFAULT true');
  }

  /** Migrations go forward only. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; write a new one that undoes this'));
  }
}
