import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';

import { ApiKeys } from '../api-keys.js';
import type { VerifiedCredentials } from '../verified-credentials.js';
import { authorizationOf } from './authorization.js';
import { CredentialsStrategy } from './credentials-strategy.js';

/** `Authorization: Bearer in-…` (RFC 6750). */
@Injectable()
export class BearerStrategy extends PassportStrategy(CredentialsStrategy, 'bearer') {
  constructor(private readonly apiKeys: ApiKeys) {
    super((request) => [authorizationOf(request).credentials]);
  }

  validate(token: string): Promise<VerifiedCredentials | null> {
    return this.apiKeys.verifyToken(token);
  }
}
