import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';

import { ActingAgents } from './acting-agents.js';
import { ApiKeyEntity } from './api-key.entity.js';
import { ApiKeys } from './api-keys.js';
import { LastingCredentials } from './lasting-credentials.js';
import { PasswordTokenEntity } from './password-token.entity.js';
import { PasswordTokens } from './password-tokens.js';
import { Passwords } from './passwords.js';
import { SecretBox } from './secret-box.js';
import { SessionEntity } from './session.entity.js';
import { Sessions } from './sessions.js';

/** API keys, passwords, sessions and the tokens of set-password links, and the box for secrets of others. */
@Module({
  imports: [TypeOrmModule.forFeature([ApiKeyEntity, PasswordTokenEntity, SessionEntity])],
  providers: [ActingAgents, ApiKeys, LastingCredentials, PasswordTokens, Passwords, SecretBox, Sessions],
  exports: [ActingAgents, ApiKeys, LastingCredentials, PasswordTokens, Passwords, SecretBox, Sessions],
})
export class CredentialsModule {}
