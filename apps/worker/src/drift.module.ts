import { type DynamicModule, Module } from '@nestjs/common';
import { BillingModule } from '@rollcall/billing';
import { type Config, ConfigModule } from '@rollcall/config';
import { DatabaseModule } from '@rollcall/database';
import { JobsModule } from '@rollcall/jobs';

import { DriftReport } from './billing/drift-report.js';

/** What the report of drift takes, and no job handler. */
@Module({})
export class DriftModule {
  static with(config: Config): DynamicModule {
    return {
      module: DriftModule,
      imports: [ConfigModule.with(config), DatabaseModule, JobsModule, BillingModule],
      providers: [DriftReport],
    };
  }
}
