import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import { Strategy } from 'passport-strategy';

import type { Actor } from '../actor.js';
import { ApiKeyAuthenticator } from './api-key-authenticator.js';

type Verify = (
  request: Request,
  key: string,
  secret: string,
  done: (error: Error | null, actor?: Actor) => void,
) => void;

const TOKEN_CREDENTIALS = /^token +([^:\s]+):(\S+)$/i;

/** Reads `Authorization: token api_key:api_secret`, the scheme in any case. */
class PassportTokenStrategy extends Strategy {
  constructor(private readonly verify: Verify) {
    super();
  }

  override authenticate(request: Request): void {
    const [, key, secret] = TOKEN_CREDENTIALS.exec(request.headers.authorization ?? '') ?? [];
    if (!key || !secret) {
      this.fail(401);
      return;
    }
    this.verify(request, key, secret, (error, actor) => {
      if (error) this.error(error);
      else if (actor) this.success(actor);
      else this.fail(401);
    });
  }
}

/** `Authorization: token api_key:api_secret`. */
@Injectable()
export class TokenStrategy extends PassportStrategy(PassportTokenStrategy, 'token') {
  constructor(private readonly authenticator: ApiKeyAuthenticator) {
    super();
  }

  validate(request: Request, key: string, secret: string): Promise<Actor | null> {
    return this.authenticator.authenticate(request, key, secret);
  }
}
