import { hash } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';

import { assertStrongPassword } from './password-policy.js';

/** For Argon2id, the package's default: the OWASP Password Storage Cheat Sheet's 19 MiB, two passes, one lane. */
const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Turns passwords into what may be stored. */
@Injectable()
export class Passwords {
  /**
   * Checks a new password against the one rule and returns its Argon2id hash in PHC string format.
   * @throws DomainError `invalid_input` naming `field`
   */
  async hashNew(field: string, password: string): Promise<string> {
    assertStrongPassword(field, password);
    return hash(password, ARGON2ID);
  }
}
