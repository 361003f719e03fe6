import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import { BasicStrategy as PassportBasicStrategy } from 'passport-http';

import type { Actor } from '../actor.js';
import { ApiKeyAuthenticator } from './api-key-authenticator.js';

/** `Authorization: Basic base64(api_key:api_secret)` (RFC 7617). */
@Injectable()
export class BasicStrategy extends PassportStrategy(PassportBasicStrategy, 'basic') {
  constructor(private readonly authenticator: ApiKeyAuthenticator) {
    super({ passReqToCallback: true, realm: 'Rollcall' });
  }

  validate(request: Request, key: string, secret: string): Promise<Actor | null> {
    return this.authenticator.authenticate(request, key, secret);
  }
}
