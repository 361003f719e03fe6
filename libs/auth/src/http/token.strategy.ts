import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';

import { ApiKeys } from '../api-keys.js';
import type { VerifiedCredentials } from '../verified-credentials.js';
import { CredentialsStrategy } from './credentials-strategy.js';

const TOKEN_CREDENTIALS = /^token +([^:\s]+):(\S+)$/i;

/** `Authorization: token api_key:api_secret`, the scheme in any case. */
@Injectable()
export class TokenStrategy extends PassportStrategy(CredentialsStrategy, 'token') {
  constructor(private readonly apiKeys: ApiKeys) {
    super(({ headers }) => TOKEN_CREDENTIALS.exec(headers.authorization ?? '')?.slice(1) ?? null);
  }

  validate(key: string, secret: string): Promise<VerifiedCredentials | null> {
    return this.apiKeys.verify(key, secret);
  }
}
