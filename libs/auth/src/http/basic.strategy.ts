import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { BasicStrategy as PassportBasicStrategy } from 'passport-http';

import { ApiKeys } from '../api-keys.js';
import type { VerifiedCredentials } from '../verified-credentials.js';

/** `Authorization: Basic base64(api_key:api_secret)` (RFC 7617). */
@Injectable()
export class BasicStrategy extends PassportStrategy(PassportBasicStrategy, 'basic') {
  constructor(private readonly apiKeys: ApiKeys) {
    super({ realm: 'Rollcall' });
  }

  validate(key: string, secret: string): Promise<VerifiedCredentials | null> {
    return this.apiKeys.verify(key, secret);
  }
}
