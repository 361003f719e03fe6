import { databasePool } from '@rollcall/database';
import {
  type BackendFactory,
  DEFAULT_SCHEMA,
  isPgPool,
  type PgPool,
  PostgresConnection,
  type PostgresConnectionOptions,
  PostgresQueueBackend,
  quoteSchemaName,
} from 'bullmq';

/** The longest time between two looks for jobs, even if a worker knows that the next job is due later. */
const MAX_BLOCK_SECONDS = 5;

/** Where the tables are, as what the connections are known there, and how many there are of each queue or worker at most. */
interface Connections {
  readonly url: string;
  readonly application: string;
  readonly connections: number;
}

/** Makes BullMQ's backend on PostgreSQL, each on a pool of our clients, which is closed with it. */
export function onPostgres({
  url,
  application,
  connections,
}: Connections): BackendFactory<PostgresQueueBackend, PostgresConnectionOptions> {
  return (name, options, role) => {
    // Unknown, since the types of pg are not quite those that BullMQ has written down for it.
    const pool: unknown = databasePool({
      connectionString: url,
      max: connections,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      application_name: application,
      options: `-c search_path=${quoteSchemaName(DEFAULT_SCHEMA)}`,
    });
    if (!isPgPool(pool)) throw new Error('BullMQ does not take this pool of connections');
    return new PooledBackend(pool, name, options, role?.withBlockingConnection ? name : undefined);
  };
}

class PooledBackend extends PostgresQueueBackend {
  /** `listenName` is what the connection on which a worker listens is called, as BullMQ's own factory calls it. */
  constructor(
    private readonly pool: PgPool,
    name: string,
    options: Parameters<BackendFactory<PostgresQueueBackend, PostgresConnectionOptions>>[1],
    listenName: string | undefined,
  ) {
    super(new PostgresConnection(pool), name, options, true, listenName);
  }

  /**
   * BullMQ sleeps until the next delayed job, for up to an hour, and trusts in being notified of any other. A notification is
   * lost with the connection that it was to come by, and a look that fails then is ignored.
   */
  override get maximumBlockTimeout(): number {
    return MAX_BLOCK_SECONDS;
  }

  override async close(force?: boolean): Promise<void> {
    await super.close(force);
    await this.pool.end();
  }
}
