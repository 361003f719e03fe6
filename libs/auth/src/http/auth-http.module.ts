import { Module } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';

import { CredentialsModule } from '../credentials.module.js';
import { UsageRecorder } from './usage-recorder.js';
import { BasicStrategy } from './basic.strategy.js';
import { BearerStrategy } from './bearer.strategy.js';
import { HeaderKeyStrategy } from './header-key.strategy.js';
import { PageOrigins } from './page-origins.js';
import { QueryKeyStrategy } from './query-key.strategy.js';
import { SessionStrategy } from './session.strategy.js';
import { TokenStrategy } from './token.strategy.js';

/** The providers that an application's guards need. The application itself registers the guards. */
@Module({
  imports: [PassportModule, CredentialsModule],
  providers: [
    PageOrigins,
    UsageRecorder,
    BasicStrategy,
    TokenStrategy,
    BearerStrategy,
    HeaderKeyStrategy,
    QueryKeyStrategy,
    SessionStrategy,
  ],
  exports: [PageOrigins, UsageRecorder],
})
export class AuthHttpModule {}
