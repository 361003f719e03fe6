import type { MigrationInterface, QueryRunner } from 'typeorm';

const INDEXES = {
  billing_accounts_by_plan: 'billing_accounts_by_plan ON billing_accounts (active_billing_plan_id, agent_id)',
  billing_accounts_by_status: 'billing_accounts_by_status ON billing_accounts (stripe_subscription_status, agent_id)',
};

/**
 * The accounts with a plan, and those in a state of a subscription, in the order of their list. `billing_accounts_active` goes:
 * the index by plan does all that it did. They are built beside the writers, which cannot be done in a transaction: a run that was
 * cut off leaves an index that is of no use, and the next run makes it anew.
 */
export class BillingAccountsListed1700000000047 implements MigrationInterface {
  name = 'BillingAccountsListed1700000000047';
  transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    for (const [name, definition] of Object.entries(INDEXES)) {
      await runner.query(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
      await runner.query(`CREATE INDEX CONCURRENTLY ${definition}`);
    }
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS billing_accounts_active');
  }

  /** Migrations go forward only. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; write a new one that undoes this'));
  }
}
