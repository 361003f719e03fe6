import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { AccessGuard, AuthHttpModule, PermissionGuard } from '@rollcall/auth/http';
import { type Config, ConfigModule } from '@rollcall/config';
import { DatabaseModule } from '@rollcall/database';
import { IdempotencyModule } from '@rollcall/idempotency';
import { JobsModule } from '@rollcall/jobs';
import { LimitsModule } from '@rollcall/limits';

import { FileInterceptor } from './http/body/file.interceptor.js';
import { ErrorFilter } from './http/server/error.filter.js';
import { HealthModule } from './health/health.module.js';
import { IdempotencyInterceptor } from './http/idempotency/idempotency.interceptor.js';
import { InputPipe } from './http/input/input.pipe.js';
import { type Window, Windows } from './http/window.js';
import { LimitsGuard } from './http/limits/limits.guard.js';

/** The api process with these windows. */
@Module({})
export class ApiModule {
  static with(config: Config, windows: readonly Window[]): DynamicModule {
    return {
      module: ApiModule,
      // For the windows.
      global: true,
      imports: [
        ConfigModule.with(config),
        DatabaseModule,
        JobsModule,
        AuthHttpModule,
        LimitsModule,
        IdempotencyModule,
        ...windows.map(({ module }) => module),
        HealthModule,
      ],
      providers: [
        { provide: Windows, useValue: new Windows(windows) },
        // In this order: who the caller is, whether it calls too often, whether it may call the route.
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_GUARD, useClass: LimitsGuard },
        { provide: APP_GUARD, useClass: PermissionGuard },
        { provide: APP_FILTER, useClass: ErrorFilter },
        // The file is read first: the Idempotency-Key interceptor compares it with the file of the first request.
        { provide: APP_INTERCEPTOR, useClass: FileInterceptor },
        { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
        { provide: APP_PIPE, useClass: InputPipe },
      ],
      exports: [Windows],
    };
  }
}
