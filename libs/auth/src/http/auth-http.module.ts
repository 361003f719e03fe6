import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';

import { CredentialsModule } from '../credentials.module.js';
import { UsageRecorder } from './usage-recorder.js';
import { AccessGuard } from './access.guard.js';
import { BasicStrategy } from './basic.strategy.js';
import { BearerStrategy } from './bearer.strategy.js';
import { HeaderKeyStrategy } from './header-key.strategy.js';
import { QueryKeyStrategy } from './query-key.strategy.js';
import { SessionStrategy } from './session.strategy.js';
import { TokenStrategy } from './token.strategy.js';

/** Puts the {@link AccessGuard} before every route of the application. */
@Module({
  imports: [PassportModule, CredentialsModule],
  providers: [
    UsageRecorder,
    BasicStrategy,
    TokenStrategy,
    BearerStrategy,
    HeaderKeyStrategy,
    QueryKeyStrategy,
    SessionStrategy,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
})
export class AuthHttpModule {}
