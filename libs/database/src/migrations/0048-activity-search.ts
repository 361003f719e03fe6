import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The trigrams of what entries say. Of sealed entries alone, so that whoever writes an entry does not wait for its trigrams: the
 * worker that seals it adds them. The index is built beside the writers, which cannot be done in a transaction: a run that was cut
 * off leaves an index that is of no use, and the next run makes it anew.
 */
export class ActivitySearch1700000000048 implements MigrationInterface {
  name = 'ActivitySearch1700000000048';
  transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS activity_log_search');
    await runner.query(`
      CREATE INDEX CONCURRENTLY activity_log_search ON activity_log USING gin (activity_description gin_trgm_ops)
      WHERE chain_position IS NOT NULL
    `);
  }

  /** Migrations go forward only. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; write a new one that undoes this'));
  }
}
