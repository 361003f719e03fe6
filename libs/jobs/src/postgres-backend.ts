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

/**
 * The database, the name that PostgreSQL shows for the connections, and their largest number for each queue or
 * worker.
 */
interface Connections {
  readonly url: string;
  readonly application: string;
  readonly connections: number;
}

/** Makes BullMQ's backend on PostgreSQL. Each queue or worker has a pool of our clients, which is closed with it. */
export function onPostgres({
  url,
  application,
  connections,
}: Connections): BackendFactory<PostgresQueueBackend, PostgresConnectionOptions> {
  return (name, options, role) => {
    // `unknown`, because BullMQ's own types of `pg` differ a little from those of the package.
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
  /**
   * `listenName` is the name of the connection on which a worker listens; BullMQ's own factory gives it the same
   * name.
   */
  constructor(
    private readonly pool: PgPool,
    name: string,
    options: Parameters<BackendFactory<PostgresQueueBackend, PostgresConnectionOptions>>[1],
    listenName: string | undefined,
  ) {
    super(new PostgresConnection(pool), name, options, true, listenName);
  }

  /**
   * BullMQ sleeps until the next delayed job is due, for up to an hour, because PostgreSQL notifies it of any other
   * job. A notification is lost when its connection is lost, and BullMQ ignores a look for jobs that fails at that
   * moment.
   */
  override get maximumBlockTimeout(): number {
    return MAX_BLOCK_SECONDS;
  }

  override async close(force?: boolean): Promise<void> {
    await super.close(force);
    await this.pool.end();
  }
}
