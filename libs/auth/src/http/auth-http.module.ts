import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';

import { CredentialsModule } from '../credentials.module.js';
import { UsageRecorder } from './usage-recorder.js';
import { AccessGuard } from './access.guard.js';
import { ApiKeyAuthenticator } from './api-key-authenticator.js';
import { BasicStrategy } from './basic.strategy.js';
import { TokenStrategy } from './token.strategy.js';

/** Puts the {@link AccessGuard} before every route of the application. */
@Module({
  imports: [PassportModule, CredentialsModule],
  providers: [
    ApiKeyAuthenticator,
    UsageRecorder,
    BasicStrategy,
    TokenStrategy,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
})
export class AuthHttpModule {}
