import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';

import { ActingAgents } from './acting-agents.js';
import { ApiKeyEntity } from './api-key.entity.js';
import { ApiKeys } from './api-keys.js';
import { RecoveryCodeEntity } from './factors/recovery-code.entity.js';
import { SecondFactorEntity } from './factors/second-factor.entity.js';
import { SecondFactors } from './factors/second-factors.js';
import { SignInStepEntity } from './factors/sign-in-step.entity.js';
import { SignInSteps } from './factors/sign-in-steps.js';
import { LastingCredentials } from './lasting-credentials.js';
import { PasswordTokenEntity } from './password-token.entity.js';
import { PasswordTokens } from './password-tokens.js';
import { Passwords } from './passwords.js';
import { SecretBox } from './secret-box.js';
import { SessionEntity } from './session.entity.js';
import { Sessions } from './sessions.js';

const SERVICES = [
  ActingAgents,
  ApiKeys,
  LastingCredentials,
  PasswordTokens,
  Passwords,
  SecondFactors,
  SecretBox,
  Sessions,
  SignInSteps,
];

/** API keys, passwords, second factors, sessions and the tokens of set-password links, and the box for secrets of others. */
@Module({
  imports: [
    TypeOrmModule.forFeature([
      ApiKeyEntity,
      PasswordTokenEntity,
      RecoveryCodeEntity,
      SecondFactorEntity,
      SessionEntity,
      SignInStepEntity,
    ]),
  ],
  providers: SERVICES,
  exports: SERVICES,
})
export class CredentialsModule {}
