import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { HeaderAPIKeyStrategy } from 'passport-headerapikey';

import { ApiKeys } from '../api-keys.js';
import type { VerifiedCredentials } from '../verified-credentials.js';

/** `X-API-Key: in-…`. */
@Injectable()
export class HeaderKeyStrategy extends PassportStrategy(HeaderAPIKeyStrategy, 'header-key') {
  constructor(private readonly apiKeys: ApiKeys) {
    super({ header: 'X-API-Key', prefix: '' }, false);
  }

  validate(token: string): Promise<VerifiedCredentials | null> {
    return this.apiKeys.verifyToken(token);
  }
}
