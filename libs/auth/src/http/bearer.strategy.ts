import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';

import { ApiKeys } from '../api-keys.js';
import type { VerifiedCredentials } from '../verified-credentials.js';
import { CredentialsStrategy } from './credentials-strategy.js';

const BEARER_CREDENTIALS = /^bearer +(\S+)$/i;

/** `Authorization: Bearer in-…` (RFC 6750), the scheme in any case (RFC 9110, section 11.1). */
@Injectable()
export class BearerStrategy extends PassportStrategy(CredentialsStrategy, 'bearer') {
  constructor(private readonly apiKeys: ApiKeys) {
    super(({ headers }) => BEARER_CREDENTIALS.exec(headers.authorization ?? '')?.slice(1) ?? null);
  }

  validate(token: string): Promise<VerifiedCredentials | null> {
    return this.apiKeys.verifyToken(token);
  }
}
