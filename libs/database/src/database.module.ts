import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Clock, SystemClock } from '@rollcall/kernel';
import { CONFIG, type Config } from '@rollcall/config';

import { dataSourceOptions } from './data-source-options.js';
import { PoolWatch } from './pool-watch.js';
import { Transactions } from './transactions.js';

/** A database that has gone silent must not keep requests waiting; migrations alone may take longer. */
const QUERY_TIMEOUT_MS = 30_000;

/** The connection pool, the transaction runner and the clock; domain libraries add their entities by `forFeature`. */
@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [CONFIG],
      useFactory: (config: Config) => {
        const options = dataSourceOptions(config.database.url);
        return {
          ...options,
          extra: { ...options.extra, query_timeout: QUERY_TIMEOUT_MS },
          autoLoadEntities: true,
          retryAttempts: 5,
          retryDelay: 1_000,
        };
      },
    }),
  ],
  providers: [PoolWatch, Transactions, { provide: Clock, useClass: SystemClock }],
  exports: [Transactions, Clock],
})
export class DatabaseModule {}
