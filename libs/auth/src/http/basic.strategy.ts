import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import type { StrategyCreated } from 'passport';
import { BasicStrategy as PassportBasicStrategy } from 'passport-http';

import { ApiKeys } from '../api-keys.js';
import type { VerifiedCredentials } from '../verified-credentials.js';
import { authorizationOf, halvesOf } from './authorization.js';

/** `Authorization: Basic base64(api_key:api_secret)` (RFC 7617). */
@Injectable()
export class BasicStrategy extends PassportStrategy(PassportBasicStrategy, 'basic') {
  constructor(private readonly apiKeys: ApiKeys) {
    super({ realm: 'Rollcall' });
  }

  /** Replaces passport-http's own parser, which splits at every colon and accepts invalid base64. */
  override authenticate(this: StrategyCreated<BasicStrategy>, request: Request): void {
    const { credentials } = authorizationOf(request);
    const decoded = Buffer.from(credentials, 'base64');
    const halves = decoded.toString('base64') === credentials ? halvesOf(decoded.toString()) : null;
    if (!halves) {
      this.fail(401);
      return;
    }
    this.validate(...halves).then(
      (verified) => {
        if (verified) this.success(verified);
        else this.fail(401);
      },
      (error: unknown) => {
        this.error(error);
      },
    );
  }

  validate(key: string, secret: string): Promise<VerifiedCredentials | null> {
    return this.apiKeys.verify(key, secret);
  }
}
