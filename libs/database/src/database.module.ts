import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Clock, SystemClock } from '@rollcall/kernel';
import { CONFIG, type Config } from '@rollcall/config';

import { dataSourceOptions } from './data-source-options.js';
import { Transactions } from './transactions.js';

/** The connection pool, the transaction runner and the clock; domain libraries add their entities by `forFeature`. */
@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [CONFIG],
      useFactory: (config: Config) => ({
        ...dataSourceOptions(config.database.url),
        autoLoadEntities: true,
        retryAttempts: 5,
        retryDelay: 1_000,
      }),
    }),
  ],
  providers: [Transactions, { provide: Clock, useClass: SystemClock }],
  exports: [Transactions, Clock],
})
export class DatabaseModule {}
