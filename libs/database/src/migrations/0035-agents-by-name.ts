import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The agents and the service accounts in the order of their names. The index is built beside the writers, which cannot be done in a
 * transaction: a run that was cut off leaves an index that is of no use, and the next run makes it anew.
 */
export class AgentsByName1700000000035 implements MigrationInterface {
  name = 'AgentsByName1700000000035';
  transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS agents_listed_by_name');
    await runner.query(`
      CREATE INDEX CONCURRENTLY agents_listed_by_name ON agents (is_service, first_name, last_name, id)
      WHERE deleted_at IS NULL AND NOT is_system
    `);
  }

  /** Migrations go forward only. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; write a new one that undoes this'));
  }
}
