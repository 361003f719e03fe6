import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An account says why no plan follows from its subscription, and about which customer Stripe was asked. */
export class StripeProblems1700000000018 implements MigrationInterface {
  name = 'StripeProblems1700000000018';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE billing_accounts ADD IF NOT EXISTS stripe_problem text, ADD IF NOT EXISTS stripe_synced_customer_id text',
    );
  }

  /** Migrations go forward only. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; write a new one that undoes this'));
  }
}
