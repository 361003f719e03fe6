import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The entries of one account are read by time. The index is built beside the writers, which cannot be done in a transaction: a run
 * that was cut off leaves an index that is of no use, and the next run makes it anew.
 */
export class CreditEntriesByTime1700000000034 implements MigrationInterface {
  name = 'CreditEntriesByTime1700000000034';
  transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS credit_entries_by_time');
    await runner.query('CREATE INDEX CONCURRENTLY credit_entries_by_time ON credit_entries (agent_id, created_at, id)');
  }

  /** Migrations go forward only. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; write a new one that undoes this'));
  }
}
