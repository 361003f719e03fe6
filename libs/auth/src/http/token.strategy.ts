import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';

import { ApiKeys } from '../api-keys.js';
import type { VerifiedCredentials } from '../verified-credentials.js';
import { authorizationOf, halvesOf } from './authorization.js';
import { CredentialsStrategy } from './credentials-strategy.js';

/** `Authorization: token api_key:api_secret`. */
@Injectable()
export class TokenStrategy extends PassportStrategy(CredentialsStrategy, 'token') {
  constructor(private readonly apiKeys: ApiKeys) {
    super((request) => halvesOf(authorizationOf(request).credentials));
  }

  validate(key: string, secret: string): Promise<VerifiedCredentials | null> {
    return this.apiKeys.verify(key, secret);
  }
}
