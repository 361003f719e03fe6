import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';

import { ApiKeyEntity } from './api-key.entity.js';
import { ApiKeys } from './api-keys.js';
import { PasswordTokenEntity } from './password-token.entity.js';
import { PasswordTokens } from './password-tokens.js';
import { Passwords } from './passwords.js';

/** API keys, passwords and the tokens of set-password links. */
@Module({
  imports: [TypeOrmModule.forFeature([ApiKeyEntity, PasswordTokenEntity])],
  providers: [ApiKeys, PasswordTokens, Passwords],
  exports: [ApiKeys, PasswordTokens, Passwords],
})
export class CredentialsModule {}
