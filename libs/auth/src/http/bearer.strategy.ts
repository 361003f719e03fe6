import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { HeaderAPIKeyStrategy } from 'passport-headerapikey';

import { ApiKeys, type VerifiedKey } from '../api-keys.js';

/** `Authorization: Bearer in-…` (RFC 6750). */
@Injectable()
export class BearerStrategy extends PassportStrategy(HeaderAPIKeyStrategy, 'bearer') {
  constructor(private readonly apiKeys: ApiKeys) {
    super({ header: 'Authorization', prefix: 'Bearer ' }, false);
  }

  validate(token: string): Promise<VerifiedKey | null> {
    return this.apiKeys.verifyToken(token);
  }
}
