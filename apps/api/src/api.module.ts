import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { AuthHttpModule } from '@rollcall/auth/http';
import { type Config, ConfigModule } from '@rollcall/config';
import { DatabaseModule } from '@rollcall/database';
import { JobsModule } from '@rollcall/jobs';

import { ErrorFilter } from './error.filter.js';
import { HealthModule } from './health/health.module.js';
import { HelpdeskModule } from './helpdesk/helpdesk.module.js';
import { InputPipe } from './http/validation.pipe.js';
import { ApiLimitsModule } from './limits/api-limits.module.js';
import { LiveAgentModule } from './live-agent/live-agent.module.js';
import { PagesModule } from './pages/pages.module.js';

/** The api process. */
@Module({})
export class ApiModule {
  static with(config: Config): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        ConfigModule.with(config),
        DatabaseModule,
        JobsModule,
        AuthHttpModule,
        ApiLimitsModule,
        PagesModule,
        HelpdeskModule,
        LiveAgentModule,
        HealthModule,
      ],
      providers: [
        { provide: APP_FILTER, useClass: ErrorFilter },
        { provide: APP_PIPE, useClass: InputPipe },
      ],
    };
  }
}
