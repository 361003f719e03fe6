import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What lists are read in order of and searched by. The service accounts and the others are two lists of one index.
 * The text that is searched is that of `AgentDirectory`, to the letter; its index has all agents, since only then PostgreSQL
 * keeps what it knows of the text from it.
 */
const INDEXES = {
  agents_listed:
    'agents_listed ON agents (is_service, updated_at DESC, id DESC) WHERE deleted_at IS NULL AND NOT is_system',
  agents_listed_by_enabled:
    'agents_listed_by_enabled ON agents (is_service, enabled, updated_at DESC, id DESC) WHERE deleted_at IS NULL AND NOT is_system',
  agents_listed_by_availability:
    'agents_listed_by_availability ON agents (is_service, availability_status, updated_at DESC, id DESC) WHERE deleted_at IS NULL AND NOT is_system',
  // With what the number of people is counted by, so that the table is not read for it.
  agents_oldest: 'agents_oldest ON agents (id) INCLUDE (is_system) WHERE deleted_at IS NULL AND NOT is_service',
  agents_search: `agents_search ON agents
    USING gin ((first_name || ' ' || last_name || ' ' || coalesce(email, '')) gin_trgm_ops)`,
  activity_log_ip: 'activity_log_ip ON activity_log (ip, created_at, id)',
};

/**
 * Lists, filters and searches are served by indexes that are in their order: see docs/adr/0024.
 * `agents_newest` and `agents_service` go, whose lists `agents_listed` serves, also those of processes of the version before.
 * The indexes are built beside the writers, which cannot be done in a transaction: each step may be done again after a run
 * that was cut off, which leaves an index that is of no use.
 */
export class FlatLists1700000000020 implements MigrationInterface {
  name = 'FlatLists1700000000020';
  transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await makeTrigrams(runner);
    for (const [name, definition] of Object.entries(INDEXES)) {
      await runner.query(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
      await runner.query(`CREATE INDEX CONCURRENTLY ${definition}`);
    }
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS agents_newest');
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS agents_service');
    // An index on an expression has statistics only once the table is looked at again.
    await runner.query('ANALYZE agents');
  }

  /** Migrations go forward only. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; write a new one that undoes this'));
  }
}

/** @throws Error that says what an administrator of the database has to do when the role may not make the extension */
async function makeTrigrams(runner: QueryRunner): Promise<void> {
  try {
    await runner.query('CREATE EXTENSION IF NOT EXISTS pg_trgm');
  } catch (error) {
    throw new Error(
      'The extension pg_trgm, which searches need, is not in the database and could not be added. Let an administrator of the database run "CREATE EXTENSION pg_trgm" in it, then start again; see docs/operations.md',
      { cause: error },
    );
  }
}
