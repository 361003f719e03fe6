import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { CONFIG, type Config } from '@rollcall/config';

import { Sessions, type VerifiedSession } from '../sessions.js';
import { CredentialsStrategy } from './credentials-strategy.js';
import { isSecure, sessionTokenOf } from './session-cookies.js';

/** The cookie that a login has set. */
@Injectable()
export class SessionStrategy extends PassportStrategy(CredentialsStrategy, 'session') {
  constructor(
    private readonly sessions: Sessions,
    @Inject(CONFIG) config: Config,
  ) {
    const secure = isSecure(config);
    super((request) => {
      const token = sessionTokenOf(request, secure);
      return token === null ? null : [token];
    });
  }

  validate(token: string): Promise<VerifiedSession | null> {
    return this.sessions.verify(token);
  }
}
