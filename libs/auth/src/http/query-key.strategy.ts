import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';

import { ApiKeys } from '../api-keys.js';
import type { VerifiedCredentials } from '../verified-credentials.js';
import { CredentialsStrategy } from './credentials-strategy.js';

/** `?api_key=in-…`. A key in a URL ends up in the logs of other systems, so the docs recommend a header. */
@Injectable()
export class QueryKeyStrategy extends PassportStrategy(CredentialsStrategy, 'query-key') {
  constructor(private readonly apiKeys: ApiKeys) {
    super(({ query }) => (typeof query.api_key === 'string' ? [query.api_key] : null));
  }

  validate(token: string): Promise<VerifiedCredentials | null> {
    return this.apiKeys.verifyToken(token);
  }
}
