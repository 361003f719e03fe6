import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The attempts at each delivery, and not the last one alone. The previous version writes none. */
export class AttemptsOfDeliveries1700000000040 implements MigrationInterface {
  name = 'AttemptsOfDeliveries1700000000040';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      "ALTER TABLE webhook_deliveries ADD COLUMN IF NOT EXISTS attempts_made jsonb NOT NULL DEFAULT '[]'",
    );
  }

  /** Migrations go forward only. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; write a new one that undoes this'));
  }
}
