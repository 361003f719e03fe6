import pg from 'pg';
import type { DataSourceOptions } from 'typeorm';

import { DatabaseClient } from './database-client.js';
import { MIGRATIONS } from './migrations/index.js';

type TypeId = Parameters<typeof pg.types.getTypeParser>[0];

/** How long a transaction waits for a connection while all are in use. */
const CONNECTION_TIMEOUT_MS = 4_000;

/**
 * How long a statement waits for a row that another transaction holds. Ours hold rows for moments; a process that was stopped in the
 * middle of one holds them until it goes on, or until PostgreSQL ends its transaction. It is longer than the wait for a connection, so that
 * those who have one are served first; both together are less than ten seconds.
 */
const LOCK_TIMEOUT_MS = 5_000;

/**
 * How every process connects. `bigint` ids become numbers, as the contracts say; identities stay far below 2^53. The
 * parser is this pool's own, since other users of `pg` in the process rely on its default.
 */
export function dataSourceOptions(url: string): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    applicationName: 'rollcall',
    migrations: MIGRATIONS,
    synchronize: false,
    logging: false,
    extra: {
      Client: DatabaseClient,
      pipeline: true,
      max: 10,
      connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
      keepAlive: true,
      idle_in_transaction_session_timeout: 60_000,
      lock_timeout: LOCK_TIMEOUT_MS,
      types: {
        getTypeParser: (oid: TypeId, format?: 'text' | 'binary'): unknown =>
          oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format),
      },
    },
  };
}
