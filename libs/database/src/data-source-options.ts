import pg from 'pg';
import type { DataSourceOptions } from 'typeorm';

import { MIGRATIONS } from './migrations/index.js';

type TypeId = Parameters<typeof pg.types.getTypeParser>[0];

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
      max: 10,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      idle_in_transaction_session_timeout: 60_000,
      onConnect: outliveLostConnection,
      types: {
        getTypeParser: (oid: TypeId, format?: 'text' | 'binary'): unknown =>
          oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format),
      },
    },
  };
}

/**
 * A client whose connection is ended right after it was handed out has no listener yet, and its error would end the
 * process. There is nothing to do here: whoever uses the client next is told, and the pool makes another.
 */
export function outliveLostConnection(client: pg.ClientBase): void {
  client.on('error', () => undefined);
}
