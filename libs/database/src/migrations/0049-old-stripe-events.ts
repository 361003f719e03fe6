import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Finds the events of Stripe that were kept for long enough. The index is built beside the writers, which cannot be done in a
 * transaction: a run that was cut off leaves one that is of no use, and the next run makes it anew.
 */
export class OldStripeEvents1700000000049 implements MigrationInterface {
  name = 'OldStripeEvents1700000000049';
  transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS stripe_events_by_time');
    await runner.query('CREATE INDEX CONCURRENTLY stripe_events_by_time ON stripe_events (received_at)');
  }

  /** Migrations go forward only. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; write a new one that undoes this'));
  }
}
