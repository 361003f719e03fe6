import type { MigrationInterface, QueryRunner } from 'typeorm';

const INDEXES = {
  mails_by_time: 'mails_by_time ON mails (created_at, status)',
  webhook_deliveries_by_time: 'webhook_deliveries_by_time ON webhook_deliveries (created_at, state)',
  billing_accounts_problems:
    'billing_accounts_problems ON billing_accounts (agent_id) WHERE stripe_problem IS NOT NULL',
};

/**
 * What became of mails and deliveries on each day, and how many accounts Stripe does not determine, are counted in indexes alone.
 * They are built beside the writers, which cannot be done in a transaction: a run that was cut off leaves an index that is of no
 * use, and the next run makes it anew.
 */
export class CountsByDay1700000000036 implements MigrationInterface {
  name = 'CountsByDay1700000000036';
  transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    for (const [name, definition] of Object.entries(INDEXES)) {
      await runner.query(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
      await runner.query(`CREATE INDEX CONCURRENTLY ${definition}`);
    }
  }

  /** Migrations go forward only. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; write a new one that undoes this'));
  }
}
