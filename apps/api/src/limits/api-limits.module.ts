import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AuthHttpModule } from '@rollcall/auth/http';
import { LimitsModule } from '@rollcall/limits';

import { LimitsGuard } from './limits.guard.js';

/** Puts the {@link LimitsGuard} behind the guard that knows whose request it is. */
@Module({
  imports: [AuthHttpModule, LimitsModule],
  providers: [{ provide: APP_GUARD, useClass: LimitsGuard }],
})
export class ApiLimitsModule {}
