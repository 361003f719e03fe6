import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who tells Stripe of an account has a turn that ends, instead of a row that is held for as long as Stripe takes. */
export class StripeTurns1700000000017 implements MigrationInterface {
  name = 'StripeTurns1700000000017';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE billing_accounts ADD IF NOT EXISTS stripe_told_until timestamptz(3)');
  }

  /** Migrations go forward only. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; write a new one that undoes this'));
  }
}
