import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';

import { Sessions, type VerifiedSession } from '../sessions.js';
import { CredentialsStrategy } from './credentials-strategy.js';
import { sessionTokenOf } from './session-cookies.js';

/** The cookie that a login has set. */
@Injectable()
export class SessionStrategy extends PassportStrategy(CredentialsStrategy, 'session') {
  constructor(private readonly sessions: Sessions) {
    super((request) => {
      const token = sessionTokenOf(request);
      return token === null ? null : [token];
    });
  }

  validate(token: string): Promise<VerifiedSession | null> {
    return this.sessions.verify(token);
  }
}
