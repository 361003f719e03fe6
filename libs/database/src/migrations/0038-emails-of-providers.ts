import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Finds users by the e-mails that a provider gave them beside the agent's own. The index is built beside the writers, which cannot be
 * done in a transaction: a run that was cut off leaves an index that is of no use, and the next run makes it anew.
 */
export class EmailsOfProviders1700000000038 implements MigrationInterface {
  name = 'EmailsOfProviders1700000000038';
  transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS provisioned_agents_emails');
    await runner.query(`
      CREATE INDEX CONCURRENTLY provisioned_agents_emails ON provisioned_agents
      USING gin (CAST(lower(attributes->>'emails') AS jsonb) jsonb_path_ops)
    `);
  }

  /** Migrations go forward only. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; write a new one that undoes this'));
  }
}
