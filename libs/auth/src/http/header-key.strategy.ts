import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { HeaderAPIKeyStrategy } from 'passport-headerapikey';

import { ApiKeys, type VerifiedKey } from '../api-keys.js';

/** `X-API-Key: in-…`. */
@Injectable()
export class HeaderKeyStrategy extends PassportStrategy(HeaderAPIKeyStrategy, 'header-key') {
  constructor(private readonly apiKeys: ApiKeys) {
    super({ header: 'X-API-Key', prefix: '' }, false);
  }

  validate(token: string): Promise<VerifiedKey | null> {
    return this.apiKeys.verifyToken(token);
  }
}
